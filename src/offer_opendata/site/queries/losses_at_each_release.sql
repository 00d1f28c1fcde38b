-- title: How much was lost at each release?
-- for: researchers
-- description: For each release and each kind of reduction, how many there were and how many services
--   they are about; lost, newly stated and tidied are counted apart.
-- caveat: One service may be in several rows, so the rows do not add up to a number of services.
select
  released_on, kind, reduction, count(*) as reductions, count(distinct service_id) as services,
  sum(reason = 'Not stated') as without_a_reason
from reductions
group by release_number, kind, rule
order by release_number desc, kind, reductions desc, reduction
