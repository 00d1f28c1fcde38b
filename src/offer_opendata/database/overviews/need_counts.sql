-- title: Services by need
-- description: How many running services name each need, how many are open to all needs, and how
--   many say nothing about needs: three answers that are never mixed.
-- caveat: A service can count under several needs, so the numbers do not add up to the number of
--   services.
-- column need: The need, or what the service says instead of naming needs.
-- column code: Code of the need in terms; blank for services that say nothing.
-- column service_count (integer): Number of services that are running.
-- column out_of_area_count (integer): How many of those are given out of the publisher's area only.
with running as (
  select id, area from service_overview where status in ('active', 'temporarily closed')
),
answers as (
  select service_terms.service_id, code
  from service_terms
  where taxonomy = 'sen_need'
  union all
  select id, null
  from running
  where not exists (
    select 1 from service_terms
    where service_id = running.id and taxonomy in ('sen_need', 'area_of_need')
  )
),
needs as (
  select code, label, iif(code = 'all_needs', 2, 1) as position
  from terms
  where taxonomy = 'sen_need'
  union all
  select null, 'Not stated', 3
)
select
  needs.label as need,
  needs.code,
  cast(count(running.id) as integer) as service_count,
  cast(count(iif(running.area = 'out of area', 1, null)) as integer) as out_of_area_count
from needs
left join answers on answers.code is needs.code
left join running on running.id = answers.service_id
group by needs.position, needs.code, needs.label
order by needs.position, needs.label
