-- title: Which services have a waiting time over 18 weeks?
-- for: families
-- description: Services by their usual wait from asking to starting, the longest first, with the day
--   on which the wait was measured.
-- parameter weeks (number): How many weeks count as long; blank means 18.
-- caveat: Providers count a wait in different ways: read the note. A service that states no wait is
--   left out, and that does not mean that there is none.
with answer as (
  select
    services.id,
    services.name,
    service_overview.provider,
    iif(
      services.waiting_time_weeks = cast(services.waiting_time_weeks as integer),
      cast(services.waiting_time_weeks as integer),
      services.waiting_time_weeks
    ) as waiting_time_weeks,
    services.waiting_time_as_of,
    services.waiting_time_note,
    service_overview.accepting_referrals
  from typed
  cross join services
  join service_overview on service_overview.id = services.id
  where services.status in ('active', 'temporarily closed')
  and services.waiting_time_weeks > iif(weeks = '', 18, weeks)
  order by services.waiting_time_weeks desc, services.name, services.id
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null from typed where unread is not null
