-- title: What is open on a given day, such as Saturday?
-- for: families
-- description: Services with opening times on that day of the week.
-- parameter day (weekday): A day of the week, such as Saturday or SA, or weekend; blank shows every
--   opening time.
-- caveat: Only services whose times could be read without doubt are here. Ring before you travel.
with answer as (
  select
    services.id,
    services.name,
    (
      select group_concat(ifnull((select label from week_days where code = value), value), ', ')
      from json_each('[' || replace(json_quote(schedules.byday), ',', '","') || ']')
    ) as days,
    schedules.opens_at,
    schedules.closes_at,
    ifnull(terms.label, schedules.term) as time_of_year,
    schedules.description as times_as_written,
    locations.name as place,
    services.phone
  from typed
  cross join schedules
  join services on services.id = schedules.service_id
  left join locations on locations.id = schedules.location_id
  left join codes as terms on terms.codelist = 'term_time' and terms.code = schedules.term
  where services.status in ('active', 'temporarily closed')
  and (
    day = ''
    or instr(schedules.byday, substr(day, 1, 2))
    or instr(schedules.byday, substr(day, -2))
  )
  order by services.name, services.id, schedules.opens_at
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null, null, null from typed where unread is not null
