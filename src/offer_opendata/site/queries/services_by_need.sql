-- title: Which services take children with a given need?
-- for: families
-- description: Services that name the need, then those that name the wider area of need, then those
--   open to all needs, then those that say nothing about needs.
-- parameter need: A word for the need, such as autism, ASD or hearing; blank shows every service
--   with what it says.
-- caveat: A service that says nothing about needs may well take children with this one: ask it.
with wanted as (
  select taxonomy, code from terms
  where taxonomy in ('sen_need', 'area_of_need')
  and code <> 'all_needs'
  and rowid in (
    select rowid from terms_fts where terms_fts match printf('"%w"', :need)
  )
),
answers as (
  select
    service_overview.*,
    case
      when :need = '' then needs_answer
      when exists (
        select 1 from service_terms join wanted using (taxonomy, code)
        where service_id = service_overview.id and taxonomy = 'sen_need'
      ) then 'names this need'
      when exists (
        select 1 from service_terms join wanted using (taxonomy, code)
        where service_id = service_overview.id
      ) then 'names the wider area of need'
      when needs_answer <> 'names needs' then replace(needs_answer, 'not stated', 'need not stated')
    end as answer
  from service_overview
  where status in ('active', 'temporarily closed')
)
select answer, id, name, provider, ages, needs, area, last_checked, phone, url
from answers
where answer is not null
order by
  case answer
    when 'names this need' then 1
    when 'names needs' then 1
    when 'names the wider area of need' then 2
    when 'open to all needs' then 3
    else 4
  end,
  name, id
