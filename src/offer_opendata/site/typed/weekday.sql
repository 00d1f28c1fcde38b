-- unread: is not a day of the week that can be read: write it as Saturday, or weekend
with weekdays (code, name) as (
  values
  ('MO', 'mondays'), ('TU', 'tuesdays'), ('WE', 'wednesdays'), ('TH', 'thursdays'),
  ('FR', 'fridays'), ('SA', 'saturdays'), ('SU', 'sundays')
)
select
  typed,
  case
    when typed = '' then ''
    when instr(lower(typed), 'weekend') then 'SA,SU'
    when length(typed) > 1 then (select code from weekdays where instr(name, lower(typed)) = 1)
  end as value
from (select trim(:typed) as typed)
