-- title: Which organisations were listed on a given day, and how many services had they?
-- for: researchers
-- description: The organisations of the last release on or before that day, with the number of
--   services that each had running or temporarily closed then.
-- parameter date (day): A day, such as 2026-04-01 or 1/4/2026; blank means the latest release.
-- caveat: A day before the first release gives nothing. A value that was erased since reads
--   [erased].
with wanted as (
  select number, release from typed cross join releases
  where date = '' or released_on <= date
  order by number desc limit 1
),
running as (
  select organization_id, count(*) as service_count
  from wanted
  join services_history
    on from_number <= wanted.number and (to_number is null or to_number > wanted.number)
  where status in ('active', 'temporarily closed')
  group by organization_id
),
answer as (
  select
    wanted.release, providers.id, providers.name,
    ifnull(
      (
        select label from codes
        where codelist = 'organization_type' and code = providers.organization_type
      ),
      providers.organization_type
    ) as organization_type,
    ifnull(running.service_count, 0) as service_count, providers.website
  from wanted
  join organizations_history as providers
    on providers.from_number <= wanted.number
    and (providers.to_number is null or providers.to_number > wanted.number)
  left join running on running.organization_id = providers.id
  order by service_count desc, providers.name, providers.id
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null from typed where unread is not null
