-- title: How many services were there at each release?
-- for: researchers
-- description: Services listed and running at each release, with how many came and went.
-- caveat: A service that went may have been withheld, renamed or merged; the reasons are in the
--   question about removed services. Temporarily closed services count as running.
with versions as (
  select from_number, to_number, status in ('active', 'temporarily closed') as is_running
  from services_history
),
steps as (
  select from_number as number, count(*) as listed, sum(is_running) as running
  from versions group by from_number
  union all
  select to_number, -count(*), -sum(is_running) from versions
  where to_number is not null group by to_number
),
moves as (
  select release_number as number, sum(action = 'added') as came, sum(action = 'removed') as went
  from changes where resource = 'services' and action in ('added', 'removed')
  group by release_number
)
select
  releases.number, releases.released_on, releases.title,
  (select sum(listed) from steps where steps.number <= releases.number) as listed,
  (select sum(running) from steps where steps.number <= releases.number) as running,
  ifnull(moves.came, 0) as came, ifnull(moves.went, 0) as went
from releases left join moves using (number)
order by releases.number
