-- unread: is not a day that can be read: write it as 2026-04-01
with found as (
  select
    typed,
    case
      when typed glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' then typed
      when typed glob '[0-9]/[0-9]/[0-9][0-9][0-9][0-9]'
      or typed glob '[0-9]/[0-9][0-9]/[0-9][0-9][0-9][0-9]'
      or typed glob '[0-9][0-9]/[0-9]/[0-9][0-9][0-9][0-9]'
      or typed glob '[0-9][0-9]/[0-9][0-9]/[0-9][0-9][0-9][0-9]'
        -- The number at the start of what is left is the month, then the day.
        then printf('%s-%02d-%02d', substr(typed, -4), substr(typed, instr(typed, '/') + 1), typed)
    end as day
  from (select trim(:typed) as typed)
)
-- Nothing is added, so that a day that is in no calendar becomes another one.
select typed, iif(typed = '' or day = date(day, '+0 days'), ifnull(day, ''), null) as value
from found
