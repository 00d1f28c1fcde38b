-- title: Which services are of a given kind, such as short breaks?
-- for: families
-- description: Services by kind of provision, found by the word that people use: respite finds short
--   breaks.
-- parameter kind: A word for the kind, such as respite, speech therapy or holiday club; blank shows
--   every service with its kinds.
-- caveat: A service whose kind nobody recorded is left out.
select id, name, provider, provision_types, ages, area, free, last_checked, phone, url
from service_overview
where status in ('active', 'temporarily closed')
and exists (
  select 1 from service_terms join terms using (taxonomy, code)
  where service_id = service_overview.id
  and taxonomy = 'provision_type'
  and (
    :kind = ''
    or terms.rowid in (
      select rowid from terms_fts where terms_fts match printf('"%w"', :kind)
    )
  )
)
order by name, id
