-- title: Which services are there for a given age?
-- for: families
-- description: Services whose ages include it. Ages are inclusive, so that 17 lasts until the
--   eighteenth birthday.
-- parameter age (number): Age in years, such as 3 or 14; blank shows every service that states ages.
-- caveat: A service that gives no number for its ages is left out, even if it says so in words.
with answer as (
  select id, name, provider, ages, sector, area, last_checked, phone, url
  from typed cross join service_overview
  where status in ('active', 'temporarily closed')
  and (minimum_age is not null or maximum_age is not null)
  and (
    age = ''
    or (
      ifnull(minimum_age, 0) <= age
      and (
        ifnull(maximum_age, 25) >= age
        or ifnull(maximum_age, 25) >= cast(age as integer)
      )
    )
  )
  order by minimum_age, name, id
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null, null, null from typed where unread is not null
