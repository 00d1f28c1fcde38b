-- title: Which services were listed on a given day?
-- description: The services of the last release on or before that day, as they were published then.
-- parameter date: A day, such as 2026-04-01; blank means the latest release.
-- caveat: What was published may not be what was so in the world. A day before the first release
--   gives nothing. A value that was erased since reads [erased].
with wanted as (
  select number, release from releases
  where :date = '' or released_on <= :date
  order by number desc limit 1
)
select
  wanted.release, services.id, services.name, providers.name as provider, services.status,
  services.sector, services.minimum_age, services.maximum_age, services.phone, services.url
from wanted
join services_history as services
  on services.from_number <= wanted.number
  and (services.to_number is null or services.to_number > wanted.number)
left join organizations_history as providers
  on providers.id = services.organization_id
  and providers.from_number <= wanted.number
  and (providers.to_number is null or providers.to_number > wanted.number)
where services.status <> 'defunct'
order by services.name, services.id
