-- title: What help is there without a diagnosis or an EHC plan?
-- for: families
-- description: Services that say no to both questions: whether a diagnosis is needed, and whether an
--   education, health and care plan is needed.
-- caveat: A service that did not answer one of the questions is left out: it may not need either.
select id, name, provider, sector, ages, needs, area, free, waiting_time_weeks, last_checked, phone, url
from service_overview
where status in ('active', 'temporarily closed')
and diagnosis_required = 'no'
and ehc_plan_required = 'no'
order by sector, name, id
