-- title: Services at a glance
-- description: One row for each service, in words: who gives it, where, for which ages and needs,
--   what it costs and when it was last checked. It can be searched: autism finds ASD, respite
--   finds short breaks.
-- key: id
-- reference id: services
-- facets: sector, status, area, needs_answer, [needs], [districts], free, checked
-- sort: name
-- column id: Id of the service, as in services; it never changes.
-- column name: Name of the service.
-- column provider: Name of the organisation that provides the service.
-- column sector: The main part of the Local Offer that the service belongs to.
-- column status: Whether the service is running now.
-- column ages: The ages for which the service is meant, in years and inclusive (17 means until the
--   eighteenth birthday), or as the provider wrote them where no number is known.
-- column minimum_age (number): Youngest age, in years; blank if there is no lower limit or none is known.
-- column maximum_age (number): Oldest age, in years; blank if there is no upper limit or none is known.
-- column needs_answer: What the service says about needs: that it is open to all needs, that it
--   names needs, or nothing. Saying nothing is not the same as being open to all.
-- column needs: The needs and areas of need that the service names, as a list.
-- column provision_types: Kinds of provision, as a list.
-- column area: Whether the places where the service is given are in the publisher's area, out of
--   it, or both; not known where the council of none of its places is known.
-- column towns: Towns of the places where the service is given, as a list.
-- column districts: Districts of the places where the service is given, as a list.
-- column free: Whether the service costs families nothing at all.
-- column cost: What the service costs, as the provider wrote it or as the prices say.
-- column diagnosis_required: Whether a formal diagnosis is needed.
-- column ehc_plan_required: Whether an education, health and care plan is needed.
-- column accepting_referrals: Whether the service was taking new people when it was last checked.
-- column waiting_time_weeks (number): Usual wait from asking to starting, in weeks.
-- column last_checked (date): Latest day on which somebody confirmed the record; a request that nobody
--   answered does not count.
-- column checked: How long before this release that was.
-- column url: Address of the page about this service.
-- column email: E-mail address for enquiries about the service.
-- column phone: Telephone number for enquiries about the service.
with latest (service_id, checked_on) as (
  select service_id, max(checked_on) from assurances where result <> 'no-reply' group by service_id
),
facts as (
  select
    services.rowid as position,
    services.*,
    nullif(max(ifnull(assured_date, ''), ifnull(checked_on, '')), '') as last_checked
  from services
  left join latest on latest.service_id = services.id
)
select
  facts.id,
  facts.name,
  organizations.name as provider,
  ifnull(sectors.label, facts.sector) as sector,
  facts.status,
  case
    when minimum_age is not null and maximum_age is not null
      then printf('%g to %g', minimum_age, maximum_age)
    when minimum_age is not null then printf('from %g', minimum_age)
    when maximum_age is not null then printf('up to %g', maximum_age)
    else ages
  end as ages,
  facts.minimum_age,
  facts.maximum_age,
  case
    when words.open then 'open to all needs'
    when words.needs <> '[]' then 'names needs'
    else 'not stated'
  end as needs_answer,
  nullif(words.needs, '[]') as needs,
  nullif(words.provision_types, '[]') as provision_types,
  case places.inside
    when 2 then 'in area'
    when 1 then 'both'
    when 0 then 'out of area'
    else 'not known'
  end as area,
  nullif(places.towns, '[]') as towns,
  nullif(places.districts, '[]') as districts,
  case facts.free when 1 then 'yes' when 0 then 'no' else 'not stated' end as free,
  coalesce(
    facts.fees,
    (
      select group_concat(price, '; ') from (
        select trim(
          ifnull(option || ': ', '') || iif(amount is null, '', printf('£%.2f ', amount))
          || ifnull(amount_description, '')
        ) as price
        from cost_options
        where service_id = facts.id
        order by cost_options.id
      )
    ),
    iif(facts.free, 'Free', null)
  ) as cost,
  replace(ifnull(facts.diagnosis_required, 'not_stated'), '_', ' ') as diagnosis_required,
  replace(ifnull(facts.ehc_plan_required, 'not_stated'), '_', ' ') as ehc_plan_required,
  replace(ifnull(facts.accepting_referrals, 'not_stated'), '_', ' ') as accepting_referrals,
  facts.waiting_time_weeks,
  facts.last_checked,
  case
    when last_checked is null then 'no check recorded'
    when last_checked >= date(released_on, '-6 months') then 'in the last 6 months'
    when last_checked >= date(released_on, '-12 months') then '6 to 12 months ago'
    else 'more than a year ago'
  end as checked,
  facts.url,
  facts.email,
  facts.phone
from facts
join organizations on organizations.id = facts.organization_id
cross join publication
left join service_words as words on words.position = facts.position
left join service_places as places on places.position = facts.position
left join codes as sectors on sectors.codelist = 'sector' and sectors.code = facts.sector
order by facts.position
