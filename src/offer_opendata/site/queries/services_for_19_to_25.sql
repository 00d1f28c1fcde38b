-- title: Which services are there for young people aged 19 to 25?
-- for: families
-- description: Services for at least some of these ages, with whether they cover all of them.
-- caveat: A service that gives no number for its ages is left out, even if it says so in words.
select
  id,
  name,
  provider,
  ages,
  iif(
    ifnull(minimum_age, 0) <= 19 and ifnull(maximum_age, 25) >= 25,
    'all of 19 to 25', 'some of 19 to 25'
  ) as covers,
  sector,
  area,
  last_checked,
  phone,
  url
from service_overview
where status in ('active', 'temporarily closed')
and (minimum_age is not null or maximum_age is not null)
and ifnull(minimum_age, 0) < 26
and ifnull(maximum_age, 25) >= 19
order by covers, name, id
