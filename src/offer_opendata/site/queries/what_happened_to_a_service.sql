-- title: What happened to a service?
-- description: Every change of one service and of what belongs to it, such as its needs, places and
--   times, the latest first.
-- parameter service: Id of the service, or part of its name, now or in the past; blank means every
--   service that a release removed.
-- caveat: New checks that changed nothing are left out. The first release is not a change. Of a
--   record that was removed, changes in the data package has every value.
with wanted as (
  select id from services
  where :service <> '' and (id = :service or instr(lower(name), lower(trim(:service))))
  union
  select id from services_past
  where :service <> '' and (id = :service or instr(lower(name), lower(trim(:service))))
  union
  select row_id from changes
  where :service = '' and resource = 'services' and action = 'removed'
),
-- Words are looked up for those that are shown, and for one more, which tells that there are more.
found as (
  select changes.release_number, changes.sequence, changes.resource as name, changes.field as column
  from changes not indexed  -- from the latest on, until there are enough
  where changes.significance <> 'checked'
  and iif(
    changes.resource = 'services',
    changes.row_id,
    iif(changes.parent_resource = 'services', changes.parent_id, null)
  ) in (select id from wanted)
  order by changes.release_number desc, changes.sequence desc
  limit 1001
)
select
  log.released_on,
  log.service,
  ifnull((select title from titles where resource = name and field = '*'), name) as what,
  log.record,
  log.action,
  ifnull((select title from titles where resource = name and field = column), column) as field,
  case
    when log.action = 'removed' then null
    when typed.type = 'boolean' and log.before = 'true' then 'yes'
    when typed.type = 'boolean' and log.before = 'false' then 'no'
    else coalesce(
      (select label from codes where codelist = typed.codelist and code = log.before),
      iif(column = 'organization_id', (select name from organizations where id = log.before), null),
      iif(column = 'location_id', (select name from locations where id = log.before), null),
      log.before
    )
  end as before,
  case
    when typed.type = 'boolean' and log.after = 'true' then 'yes'
    when typed.type = 'boolean' and log.after = 'false' then 'no'
    else coalesce(
      (select label from codes where codelist = typed.codelist and code = log.after),
      iif(column = 'organization_id', (select name from organizations where id = log.after), null),
      iif(column = 'location_id', (select name from locations where id = log.after), null),
      log.after
    )
  end as after,
  log.reason, log.note, log.decision
from found
join change_log as log
  on log.release_number = found.release_number and log.sequence = found.sequence
left join titles as typed on typed.resource = name and typed.field = column
order by log.release_number desc, log.service, what, log.record, log.field
