-- title: Which services work in a given language?
-- for: families
-- description: Services that say in which languages they work, signed languages among them.
-- parameter language: Name or code of a language, such as Polish, BSL or pl; blank shows all.
-- caveat: A service that is not here may have an interpreter: ask it.
select
  ifnull(codes.label, languages.language) as language,
  services.id,
  services.name,
  organizations.name as provider,
  services.phone,
  services.url
from languages
join services on services.id = languages.service_id
join organizations on organizations.id = services.organization_id
left join codes on codes.codelist = 'language' and codes.code = languages.language
where services.status in ('active', 'temporarily closed')
and (
  :language = ''
  or lower(languages.language) = lower(trim(:language))
  or instr(lower(codes.label), lower(trim(:language)))
  or instr(lower(codes.synonyms), lower(trim(:language)))
)
order by language, services.name, services.id
