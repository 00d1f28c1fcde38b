-- title: Which services are near a place?
-- for: families
-- description: Services within some miles of a point, the nearest first, as the crow flies.
-- parameter latitude (degrees): Degrees north of the point, such as 53.48; blank means no limit.
-- parameter longitude (degrees): Degrees east of the point, negative in most of England, such as
--   -1.12.
-- parameter miles (number): How far away at most; blank means 5.
-- caveat: Roads are longer. Some points are the middle of a postcode. Places with protected
--   addresses have no point, so they are left out, and so are services without a place.
with point as (
  select
    latitude,
    longitude,
    iif(miles = '', 5, miles) as miles,
    latitude * 0.0174533 as angle
  from typed where unread is null
),
-- A degree of latitude is 69 miles; one of longitude shrinks with the cosine, here as a series,
-- as not every SQLite has a cosine.
distances as (
  select
    place_overview.*,
    point.miles,
    point.latitude = '' or point.longitude = '' as is_anywhere,
    69.0 * 69.0 * (
      (place_overview.latitude - point.latitude) * (place_overview.latitude - point.latitude)
      + (place_overview.longitude - point.longitude) * (place_overview.longitude - point.longitude)
      * (1 - angle * angle / 2 + angle * angle * angle * angle / 24)
      * (1 - angle * angle / 2 + angle * angle * angle * angle / 24)
    ) as squared
  from place_overview
  cross join point
  where place_overview.latitude is not null and place_overview.longitude is not null
),
answer as (
  select
    services.id,
    services.name,
    distances.name as place,
    distances.address,
    distances.latitude,
    distances.longitude,
    distances.coordinates_source,
    services.phone,
    services.url
  from distances
  join service_at_locations on service_at_locations.location_id = distances.id
  join services on services.id = service_at_locations.service_id
  where services.status in ('active', 'temporarily closed')
  and (is_anywhere or squared <= miles * miles)
  order by iif(is_anywhere, 0, squared), services.name, services.id
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null, null, null from typed where unread is not null
