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
with words (service_id, needs, provision_types, other_terms) as (
  select
    service_id,
    group_concat(iif(taxonomy in ('sen_need', 'area_of_need'), word, null), ' | '),
    group_concat(iif(taxonomy = 'provision_type', word, null), ' | '),
    group_concat(
      iif(taxonomy not in ('sen_need', 'area_of_need', 'provision_type'), word, null), ' | '
    )
  from service_terms
  join (
    select taxonomy, code, label || ' | ' || code || ifnull(' | ' || synonyms, '') as word
    from terms
  ) using (taxonomy, code)
  group by service_id
),
sites (service_id, places) as (
  select
    service_id,
    group_concat(
      ifnull(locations.name || ', ', '') || ifnull(city || ', ', '') || ifnull(county || ', ', '')
      || ifnull(districts.name || ', ', '') || ifnull(wards.name || ', ', '')
      || ifnull(postcode, ''),
      ' | '
    )
  from service_at_locations
  join locations on locations.id = location_id
  left join areas as districts on districts.code = district_code
  left join areas as wards on wards.code = ward_code
  group by service_id
),
spoken (service_id, languages) as (
  select
    service_id, group_concat(ifnull(label || ifnull(' | ' || synonyms, ''), language), ' | ')
  from languages
  left join codes on codelist = 'language' and code = language
  group by service_id
)
select
  services.id,
  services.name || ifnull(' | ' || services.alternate_name, ''),
  services.description,
  organizations.name,
  sites.places,
  words.needs,
  words.provision_types,
  ifnull(sectors.label, services.sector)
  || ifnull(' | ' || words.other_terms, '') || ifnull(' | ' || spoken.languages, '')
from services
join organizations on organizations.id = services.organization_id
left join sites on sites.service_id = services.id
left join spoken on spoken.service_id = services.id
left join words on words.service_id = services.id
left join codes as sectors on sectors.codelist = 'sector' and sectors.code = services.sector
order by services.rowid
