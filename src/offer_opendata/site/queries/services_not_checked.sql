-- title: Which services were not checked for a year?
-- for: researchers
-- description: Running services that nobody confirmed in the time before this release, the longest
--   first; those with no check on record come first of all.
-- parameter months (number): How many months count as too long; blank means 12.
-- caveat: Counted from the day of the release, not from today. A request that nobody answered is not
--   a check.
with answer as (
  select id, name, provider, last_checked, checked, email, phone
  from typed
  cross join service_overview
  cross join publication
  where status in ('active', 'temporarily closed')
  and unread is null
  and (
    last_checked is null
    or last_checked < date(
      released_on, '-' || cast(iif(months = '', 12, months) as integer) || ' months'
    )
  )
  order by last_checked is not null, last_checked, name, id
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null from typed where unread is not null
