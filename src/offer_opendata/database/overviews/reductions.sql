-- title: What was lost, and what was tidied
-- description: Changes that take something away from families, found by the rules in reduction_rules;
--   lost, newly stated and tidied are kept apart.
-- caveat: Lost is what the published record no longer offers; merged, replaced and moved count as
--   lost, so look at the reason. Newly stated is a limit about which nothing was said before.
--   Tidied has a reason that is in tidying_reasons, such as a duplicate or a correction. A service
--   may be in several rows.
-- facets: kind, reduction, released_on, reason
-- column released_on (date): Day of the release that made the change.
-- column release_number (integer): Number of that release.
-- column kind: Whether it was lost, is newly stated, or was only tidied.
-- column reduction: The rule that found it, in words.
-- column rule: Code of that rule, as in reduction_rules.
-- column service_id: Id of the service; blank where it is about a provider.
-- column name: Name of the service or provider, the last one it had if it is gone.
-- column service_now: Status of the service in the latest release; not listed if it is gone.
-- column field: The field that changed, if one did.
-- column before: What was there before, in words where it has a name; for hours, the minutes of
--   those times that changed; for a price, which one it is.
-- column after: What is there since.
-- column reason: Why it changed, as the publisher stated it.
-- column note: What the publisher adds to the reason.
-- column decision: Title of the decision that led to it, or its id if the decision is gone.
-- column resource: Table whose record changed.
-- column row_id: Key of that record.
with changed as (
  select
    changes.*, rules.code as rule, rules.condition, rules.unsaid,
    changes.before is null or changes.before = 'not_stated' as was_unsaid,
    instr(' | ' || rules.before || ' | ', ' | ' || changes.before || ' | ') > 0 as from_listed,
    instr(' | ' || rules.after || ' | ', ' | ' || changes.after || ' | ') > 0 as to_listed,
    iif(changes.before glob '[0-9]*' and changes.before not glob '*[^0-9.]*', changes.before, null)
      + 0.0 as number_before,
    iif(changes.after glob '[0-9]*' and changes.after not glob '*[^0-9.]*', changes.after, null)
      + 0.0 as number_after
  from reduction_rules as rules
  join changes on changes.resource = rules.resource and +changes.action = rules.action
  where rules.condition in ('always', 'set', 'becomes', 'rises', 'falls')
  and (rules.field is null or rules.field = changes.field)
),
of_values as (
  select
    release_number, sequence, rule, before, after,
    case
      when condition = 'always' then 'lost'
      when condition = 'set' and was_unsaid then 'lost'
      when condition = 'becomes' and to_listed and from_listed then 'lost'
      when condition = 'becomes' and to_listed and was_unsaid then unsaid
      when condition = 'rises' and number_after > number_before then 'lost'
      when condition = 'falls' and number_after < number_before then 'lost'
      when condition in ('rises', 'falls') and was_unsaid and number_after > 0 then unsaid
    end as kind
  from changed
),
links as (
  select changes.*, rules.code as rule, rules.condition
  from reduction_rules as rules
  join changes on changes.resource = rules.resource and +changes.action = rules.action
  where rules.condition in ('dropped', 'fewer')
  and json_valid(changes.before)
  and (
    rules.field is null
    or instr(
      ' | ' || rules.before || ' | ',
      ' | ' || json_extract(changes.before, '$.' || rules.field) || ' | '
    )
  )
  -- What goes with a service that goes is not counted again.
  and not exists (
    select 1 from changes as gone
    where gone.resource = 'services' and gone.row_id = changes.parent_id
    and gone.action = 'removed' and gone.release_number = changes.release_number
  )
),
open_to_all as (
  select service_id, from_number, to_number from service_terms_history where code = 'all_needs'
),
of_links as (
  select
    release_number, sequence, rule,
    coalesce(
      (
        select label from terms where taxonomy = json_extract(links.before, '$.taxonomy')
        and code = json_extract(links.before, '$.code')
      ),
      (select name from areas where code = json_extract(links.before, '$.area_code')),
      (select name from locations where id = json_extract(links.before, '$.location_id')),
      (
        select label from codes where codelist = 'language'
        and code = json_extract(links.before, '$.language')
      ),
      row_id
    ) as before,
    null as after,
    'lost' as kind
  from links
  where (
    condition = 'dropped' or (
      select sum(iif(other.action = 'removed', 1, -1)) from changes as other
      where other.resource = links.resource and other.parent_id = links.parent_id
      and other.release_number = links.release_number
    ) > 0
  )
  and not (
    resource = 'service_terms' and exists (
      select 1 from open_to_all where open_to_all.service_id = links.parent_id
      and from_number <= release_number
      and (to_number is null or to_number > release_number)
    )
  )
),
weekly as materialized (
  select
    service_id, from_number, to_number,
    (strftime('%s', closes_at) - strftime('%s', opens_at) + 86400) % 86400 / 60.0
    * case freq
      when 'WEEKLY' then length(byday) - length(replace(byday, ',', '')) + 1
      when 'MONTHLY' then (
        length(ifnull(byday, bymonthday)) - length(replace(ifnull(byday, bymonthday), ',', '')) + 1
      ) * 12.0 / 52
    end / ifnull(interval, 1) as minutes
  from schedules_history
),
-- Times that a release changed, as they were before it and as they are since.
moved as (
  select service_id, to_number as number, minutes as went, null as came,
    minutes is null as unknown_went, 0 as unknown_came
  from weekly where to_number is not null
  union all
  select service_id, from_number, null, minutes, 0, minutes is null from weekly
),
hours as (
  select number, service_id, total(went) as went, total(came) as came
  from moved
  group by number, service_id
  having (total(came) < total(went) and sum(unknown_came) <= sum(unknown_went))
  or (total(came) = total(went) and sum(unknown_came) < sum(unknown_went))
),
of_hours as (
  select
    number as release_number,
    -- Of several reasons, one that is not for tidying counts.
    (
      select sequence from changes
      where resource = 'schedules' and parent_id = service_id and release_number = number
      order by reason in (select code from tidying_reasons), sequence limit 1
    ) as sequence,
    rules.code as rule,
    printf('%g minutes a week', round(went)) as before,
    printf('%g minutes a week', round(came)) as after,
    'lost' as kind
  from hours join reduction_rules as rules on rules.condition = 'hours'
  where not exists (
    select 1 from changes as gone
    where gone.resource = 'services' and gone.row_id = service_id
    and gone.action = 'removed' and gone.release_number = number
  )
),
of_prices as (
  select
    changes.release_number, changes.sequence, rules.code as rule, null as before,
    printf('£%.2f', price.amount) as after,
    iif(
      exists (
        select 1 from services_history as service
        where service.id = changes.parent_id and service.free = 1
        and service.from_number < changes.release_number
        and (service.to_number is null or service.to_number >= changes.release_number)
      ),
      'lost',
      rules.unsaid
    ) as kind
  from reduction_rules as rules
  join changes on changes.resource = rules.resource and +changes.action = rules.action
  join cost_options_history as price
    on price.id = changes.row_id and price.from_number = changes.release_number
  where rules.condition = 'first-price'
  and price.amount > 0
  and not exists (
    select 1 from cost_options_history as other
    where other.service_id = price.service_id
    and other.from_number < changes.release_number
    and (other.to_number is null or other.to_number >= changes.release_number)
  )
  and not exists (
    select 1 from changes as opened
    where opened.resource = 'services' and opened.row_id = changes.parent_id
    and opened.action = 'added' and opened.release_number = changes.release_number
  )
),
found as (
  select release_number, sequence, rule, before, after, kind from of_values where kind is not null
  union all
  select release_number, sequence, rule, before, after, kind from of_links
  union all
  select release_number, sequence, rule, before, after, kind from of_hours
  union all
  select release_number, sequence, rule, before, after, kind from of_prices
),
placed as (
  select
    found.*, changes.resource, changes.row_id, changes.field, changes.reason, changes.note,
    changes.decision_id,
    -- Which price it is, for a service that has several.
    iif(
      changes.resource = 'cost_options',
      coalesce(
        (select option || ': ' from cost_options where id = changes.row_id),
        (
          select option || ': ' from cost_options_past where id = changes.row_id
          order by to_number desc limit 1
        ),
        ''
      ),
      ''
    ) as price,
    case 'services'
      when changes.resource then changes.row_id
      when changes.parent_resource then changes.parent_id
    end as service_id
  from found
  join changes using (release_number, sequence)
)
select
  releases.released_on,
  placed.release_number,
  iif(placed.reason in (select code from tidying_reasons), 'tidied', placed.kind) as kind,
  rules.label as reduction,
  placed.rule,
  placed.service_id,
  coalesce(
    (select name from services where id = placed.service_id),
    (select name from services_past where id = placed.service_id order by to_number desc limit 1),
    (
      select name from organizations
      where placed.resource = 'organizations' and id = placed.row_id
    ),
    (
      select name from organizations_past
      where placed.resource = 'organizations' and id = placed.row_id
      order by to_number desc limit 1
    )
  ) as name,
  iif(
    placed.service_id is null,
    null,
    ifnull((select status from services where id = placed.service_id), 'not listed')
  ) as service_now,
  placed.field,
  case
    when placed.rule = 'service-removed' and json_valid(placed.before)
      then json_extract(placed.before, '$.name')
    when placed.field = 'free' and placed.before = 'true' then 'Free'
    when rules.condition in ('set', 'becomes', 'rises', 'falls')
      then placed.price || said.before
    else placed.before
  end as before,
  case
    when placed.field = 'free' and placed.after = 'false' then 'Not free'
    when rules.condition in ('set', 'becomes', 'rises', 'falls')
      then placed.price || said.after
    else placed.price || placed.after
  end as after,
  ifnull(
    (select label from codes where codelist = 'change_reason' and code = placed.reason),
    placed.reason
  ) as reason,
  placed.note,
  ifnull(
    (select title from decisions where id = placed.decision_id), placed.decision_id
  ) as decision,
  placed.resource,
  placed.row_id
from placed
join releases on releases.number = placed.release_number
join reduction_rules as rules on rules.code = placed.rule
join change_words as said
  on said.release_number = placed.release_number and said.sequence = placed.sequence
