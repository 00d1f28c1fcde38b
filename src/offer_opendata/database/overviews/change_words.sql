-- title: What changed, in words
-- description: Every change since the first release with its table, its field and its values as a
--   reader calls them; change_log has the rest.
-- hidden: yes
-- column release_number (integer): Number of the release that made the change.
-- column sequence (integer): Position of the change within its release.
-- column what: Kind of record, in words.
-- column field: Title of the field that changed.
-- column before: The earlier value in words; blank for a removed record.
-- column after: The later value in words.
select
  changes.release_number,
  changes.sequence,
  ifnull(
    (select title from titles where titles.resource = changes.resource and titles.field = '*'),
    changes.resource
  ) as what,
  ifnull(titles.title, changes.field) as field,
  case
    when changes.action = 'removed' then null
    when titles.type = 'boolean' and changes.before = 'true' then 'yes'
    when titles.type = 'boolean' and changes.before = 'false' then 'no'
    when changes.resource = 'schedules' and changes.field = 'byday' then (
      select group_concat(ifnull((select label from week_days where code = value), value), ', ')
      from json_each('[' || replace(json_quote(changes.before), ',', '","') || ']')
    )
    when changes.resource = 'cost_options' and changes.field = 'amount'
    and changes.before glob '[0-9]*'
      then printf('£%.2f', changes.before)
    else coalesce(
      (select label from codes where codelist = titles.codelist and code = changes.before),
      iif(
        changes.field = 'organization_id',
        (select name from organizations where id = changes.before), null
      ),
      iif(
        changes.field = 'location_id', (select name from locations where id = changes.before), null
      ),
      changes.before
    )
  end as before,
  case
    when titles.type = 'boolean' and changes.after = 'true' then 'yes'
    when titles.type = 'boolean' and changes.after = 'false' then 'no'
    when changes.resource = 'schedules' and changes.field = 'byday' then (
      select group_concat(ifnull((select label from week_days where code = value), value), ', ')
      from json_each('[' || replace(json_quote(changes.after), ',', '","') || ']')
    )
    when changes.resource = 'cost_options' and changes.field = 'amount'
    and changes.after glob '[0-9]*'
      then printf('£%.2f', changes.after)
    else coalesce(
      (select label from codes where codelist = titles.codelist and code = changes.after),
      iif(
        changes.field = 'organization_id',
        (select name from organizations where id = changes.after), null
      ),
      iif(
        changes.field = 'location_id', (select name from locations where id = changes.after), null
      ),
      changes.after
    )
  end as after
from changes
left join titles on titles.resource = changes.resource and titles.field = changes.field
