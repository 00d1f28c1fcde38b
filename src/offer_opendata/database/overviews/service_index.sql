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
select
  services.id,
  services.name || ifnull(' | ' || services.alternate_name, ''),
  services.description,
  organizations.name,
  places.addresses,
  words.need_words,
  words.provision_words,
  ifnull(sectors.label, services.sector)
  || ifnull(' | ' || words.other_words, '')
  || ifnull(' | ' || (
    select group_concat(ifnull(label || ifnull(' | ' || synonyms, ''), language), ' | ')
    from languages left join codes on codelist = 'language' and code = language
    where service_id = services.id
  ), '')
from services
join organizations on organizations.id = services.organization_id
left join codes as sectors on sectors.codelist = 'sector' and sectors.code = services.sector
left join service_words as words on words.position = services.rowid
left join service_places as places on places.position = services.rowid
order by services.rowid
