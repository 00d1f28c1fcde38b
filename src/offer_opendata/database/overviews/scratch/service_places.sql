-- title: The places of each service
-- description: Where a service is given, put together in one pass over its places.
-- column inside (integer): 2 where all its places are in the publisher's area, 0 where none is, 1
--   where some are; blank where the council of none is known.
-- column towns: The towns of its places, as a list.
-- column districts: The districts of its places, as a list.
-- column addresses: Names, towns, districts and postcodes of its places.
with place (location_id, city, district, inside, address) as materialized (
  select
    locations.id,
    city,
    districts.name,
    iif(location_type = 'physical', local_authority_code in (select code from publisher_codes), null),
    ifnull(locations.name || ', ', '') || ifnull(city || ', ', '') || ifnull(county || ', ', '')
    || ifnull(districts.name || ', ', '') || ifnull(wards.name || ', ', '')
    || ifnull(postcode, '')
  from locations
  left join areas as districts on districts.code = district_code
  left join areas as wards on wards.code = ward_code
)
select
  (select rowid from services where id = service_id),
  max(inside) + min(inside),
  json_group_array(distinct city) filter (where city is not null),
  json_group_array(distinct district) filter (where district is not null),
  group_concat(address, ' | ')
from service_at_locations cross join place using (location_id)
group by service_id
