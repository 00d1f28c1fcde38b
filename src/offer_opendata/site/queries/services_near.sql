-- title: Which services are near a place?
-- description: Services within some miles of a point, the nearest first, as the crow flies.
-- parameter latitude: Degrees north of the point, such as 53.48; blank means no limit.
-- parameter longitude: Degrees east of the point, negative in most of England, such as -1.12.
-- parameter miles: How far away at most; blank means 5.
-- caveat: Roads are longer. Some points are the middle of a postcode. Places with protected
--   addresses have no point, so they are left out, and so are services without a place.
with point as (
  select
    cast(:latitude as real) as latitude,
    cast(:longitude as real) as longitude,
    cast(iif(:miles = '', '5', :miles) as real) as miles,
    cast(:latitude as real) * 0.0174533 as angle
),
-- A degree of latitude is 69 miles; one of longitude shrinks with the cosine, here as a series,
-- as not every SQLite has a cosine.
distances as (
  select
    place_overview.*,
    point.miles,
    69.0 * 69.0 * (
      (place_overview.latitude - point.latitude) * (place_overview.latitude - point.latitude)
      + (place_overview.longitude - point.longitude) * (place_overview.longitude - point.longitude)
      * (1 - angle * angle / 2 + angle * angle * angle * angle / 24)
      * (1 - angle * angle / 2 + angle * angle * angle * angle / 24)
    ) as squared
  from place_overview
  cross join point
  where place_overview.latitude is not null and place_overview.longitude is not null
)
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
and (:latitude = '' or :longitude = '' or squared <= miles * miles)
order by iif(:latitude = '' or :longitude = '', 0, squared), services.name, services.id
