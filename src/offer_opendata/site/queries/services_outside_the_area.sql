-- title: Which services outside the area take children with autism?
-- for: families
-- description: Services given outside the publisher's area, or both in it and outside, that name the
--   need or are open to all needs. Autism is the need if you give none.
-- parameter need: A word for the need, such as autism, ASD or hearing; blank means autism.
-- caveat: A service that says nothing about needs is left out, and so is one where the council of
--   none of its places is known.
with wanted as (
  select taxonomy, code from terms
  where taxonomy = 'sen_need'
  and code <> 'all_needs'
  and rowid in (
    select rowid from terms_fts
    where terms_fts match printf('"%w"', iif(:need = '', 'autism', :need))
  )
),
answers as (
  select
    service_overview.*,
    case
      when exists (
        select 1 from service_terms join wanted using (taxonomy, code)
        where service_id = service_overview.id
      ) then 'names this need'
      when needs_answer = 'open to all needs' then needs_answer
    end as answer
  from service_overview
  where status in ('active', 'temporarily closed')
  and area in ('out of area', 'both')
)
select answer, id, name, provider, area, districts, towns, ages, last_checked, phone, url
from answers
where answer is not null
order by answer, name, id
