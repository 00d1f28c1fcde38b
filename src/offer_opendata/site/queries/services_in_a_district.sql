-- title: Which services are there in a district or town?
-- for: families
-- description: Services given at a place in the district or town.
-- parameter district: Name of a district or town, or a part of it; blank shows every service with a
--   place.
-- caveat: A service without a place, such as a helpline, is left out; so is one whose address is
--   withheld or whose district is not known.
select id, name, provider, towns, districts, ages, area, last_checked, phone, url
from service_overview
where status in ('active', 'temporarily closed')
and exists (
  select 1 from service_at_locations
  join locations on locations.id = service_at_locations.location_id
  left join areas on areas.code = locations.district_code
  where service_at_locations.service_id = service_overview.id
  and locations.location_type = 'physical'
  and (
    :district = ''
    or instr(lower(areas.name), lower(trim(:district)))
    or instr(lower(locations.city), lower(trim(:district)))
  )
)
order by name, id
