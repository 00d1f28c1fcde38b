-- title: Places at a glance
-- description: One row for each place, with its address as far as it is published, what makes it
--   accessible, and the services that are given there.
-- key: id
-- reference id: locations
-- facets: area, district, town, [features], kind
-- sort: name
-- column id: Id of the place, as in locations.
-- column name: Name of the building or venue.
-- column kind: Whether people go there, write to it, or reach it online or by telephone.
-- column address: The address in one line, as far as it is published.
-- column town: Town, city or village.
-- column postcode: Postcode, or only its first half where the address is protected.
-- column council: Local authority in which the place lies.
-- column district: District in which the place lies.
-- column ward: Ward in which the place lies.
-- column area: Whether the place is in the publisher's area; not known where its council is not, or
--   where it is no place that people go to.
-- column features: What makes the place accessible, as a list; blank means that nobody said, not
--   that it is inaccessible.
-- column service_count (integer): Number of running services given there.
-- column services: Names of the running services given there, as a list.
-- column latitude (number): Degrees north.
-- column longitude (number): Degrees east; negative west of Greenwich.
-- column coordinates_source: How the coordinates were found; the middle of a postcode is not a
--   front door.
select
  locations.id,
  locations.name,
  location_type as kind,
  nullif(rtrim(
    ifnull(address_1 || ', ', '') || ifnull(address_2 || ', ', '') || ifnull(city || ', ', '')
    || ifnull(county || ', ', '') || ifnull(postcode, ''),
    ', '
  ), '') as address,
  locations.city as town,
  locations.postcode,
  councils.name as council,
  districts.name as district,
  wards.name as ward,
  case
    when location_type <> 'physical' then 'not known'
    when local_authority_code in (select code from publisher_codes) then 'in area'
    when local_authority_code is not null then 'out of area'
    else 'not known'
  end as area,
  nullif((
    select json_group_array(label) from (
      select ifnull(codes.label, feature) as label from location_features
      left join codes on codes.codelist = 'location_feature' and codes.code = feature
      where location_id = locations.id
      order by 1
    )
  ), '[]') as features,
  (
    select count(*) from service_at_locations
    join services on services.id = service_at_locations.service_id
    where service_at_locations.location_id = locations.id
    and services.status in ('active', 'temporarily closed')
  ) as service_count,
  nullif((
    select json_group_array(name) from (
      select services.name from service_at_locations
      join services on services.id = service_at_locations.service_id
      where service_at_locations.location_id = locations.id
      and services.status in ('active', 'temporarily closed')
      order by services.name
    )
  ), '[]') as services,
  locations.latitude,
  locations.longitude,
  locations.coordinates_source
from locations
left join areas as councils on councils.code = local_authority_code
left join areas as districts on districts.code = district_code
left join areas as wards on wards.code = ward_code
order by locations.rowid
