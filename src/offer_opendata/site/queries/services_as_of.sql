-- title: Which services were listed on a given day?
-- for: researchers
-- description: The services of the last release on or before that day, as they were published then;
--   defunct ones are left out.
-- parameter date (day): A day, such as 2026-04-01 or 1/4/2026; blank means the latest release.
-- caveat: What was published may not be what was so in the world. A day before the first release
--   gives nothing. A value that was erased since reads [erased].
with wanted as (
  select number, release from typed cross join releases
  where date = '' or released_on <= date
  order by number desc limit 1
),
answer as (
  select
    wanted.release, services.id, services.name, providers.name as provider,
    ifnull(
      (select label from codes where codelist = 'status' and code = services.status),
      services.status
    ) as status,
    ifnull(
      (select label from codes where codelist = 'sector' and code = services.sector),
      services.sector
    ) as sector,
    -- A whole number of years has no .0 behind it.
    iif(
      minimum_age = cast(minimum_age as integer), cast(minimum_age as integer), minimum_age
    ) as minimum_age,
    iif(
      maximum_age = cast(maximum_age as integer), cast(maximum_age as integer), maximum_age
    ) as maximum_age,
    services.phone, services.url
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
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null, null, null, null from typed
where unread is not null
