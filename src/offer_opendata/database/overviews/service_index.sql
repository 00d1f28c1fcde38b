-- title: What is searched
-- description: The words by which each service is found, with other words for its needs and kinds of
--   provision: autism finds ASD, respite finds short breaks. Its rows are numbered as those of
--   services are, by which the search box of services finds them.
-- key: id
-- hidden: yes
-- column id: Id of the service.
-- column name: Name of the service, and the other name by which people know it.
-- column description: What the service says of itself.
-- column provider: Name of the organisation that provides the service.
-- column places: Names, towns, districts and postcodes of the places where the service is given.
-- column needs: Needs that the service names, with other words for them.
-- column provision_types: Kinds of provision, with other words for them.
-- column other_terms: Sector, languages, categories and every other term of the service, with other
--   words for them.
with said (taxonomy, code, word) as materialized (
  select taxonomy, code, label || ' | ' || code || ifnull(' | ' || synonyms, '') from terms
),
addresses (id, address) as materialized (
  select
    locations.id,
    ifnull(locations.name || ', ', '') || ifnull(city || ', ', '') || ifnull(county || ', ', '')
    || ifnull(districts.name || ', ', '') || ifnull(wards.name || ', ', '')
    || ifnull(postcode, '')
  from locations
  left join areas as districts on districts.code = district_code
  left join areas as wards on wards.code = ward_code
)
select
  services.id,
  services.name || ifnull(' | ' || services.alternate_name, ''),
  services.description,
  organizations.name,
  (
    select group_concat(address, ' | ')
    from service_at_locations cross join addresses on addresses.id = location_id
    where service_id = services.id
  ),
  (
    select group_concat(word, ' | ') from service_terms cross join said using (taxonomy, code)
    where service_id = services.id and taxonomy in ('sen_need', 'area_of_need')
  ),
  (
    select group_concat(word, ' | ') from service_terms cross join said using (taxonomy, code)
    where service_id = services.id and taxonomy = 'provision_type'
  ),
  ifnull(sectors.label, services.sector)
  || ifnull(' | ' || (
    select group_concat(word, ' | ') from service_terms cross join said using (taxonomy, code)
    where service_id = services.id
    and taxonomy not in ('sen_need', 'area_of_need', 'provision_type')
  ), '')
  || ifnull(' | ' || (
    select group_concat(ifnull(label || ifnull(' | ' || synonyms, ''), language), ' | ')
    from languages left join codes on codelist = 'language' and code = language
    where service_id = services.id
  ), '')
from services
join organizations on organizations.id = services.organization_id
left join codes as sectors on sectors.codelist = 'sector' and sectors.code = services.sector
order by services.rowid
