-- title: Services by need
-- description: How many running services name each need, are open to all needs, name a wider area
--   of need only, or say nothing about needs: answers that are never mixed.
-- caveat: A service can count under several needs, so the numbers do not add up to the number of
--   services.
-- column need: The need, or what the service says instead of naming needs.
-- column code: Code of the need in terms; blank for services that name none.
-- column service_count (integer): Number of services that are running.
-- column out_of_area_count (integer): How many of those are given out of the publisher's area only.
with needs (position, code, label) as (
  select iif(code = 'all_needs', 2, 1), code, label from terms where taxonomy = 'sen_need'
  union all
  values (3, null, 'Wider area of need only'), (4, null, 'Not stated')
),
answers (position, code, service_id) as (
  select iif(code = 'all_needs', 2, 1), code, service_id
  from service_terms
  where taxonomy = 'sen_need'
  union all
  select iif(needs_answer = 'not stated', 4, 3), null, id
  from service_overview
  where not exists (
    select 1 from service_terms
    where service_id = service_overview.id and taxonomy = 'sen_need'
  )
),
running as (
  select id, area from service_overview where status in ('active', 'temporarily closed')
)
select
  needs.label as need,
  needs.code,
  cast(count(running.id) as integer) as service_count,
  cast(count(iif(running.area = 'out of area', 1, null)) as integer) as out_of_area_count
from needs
left join answers on answers.position = needs.position and answers.code is needs.code
left join running on running.id = answers.service_id
group by needs.position, needs.code, needs.label
order by needs.position, needs.label
