-- title: What happened to a service?
-- description: Every change of one service and of what belongs to it, such as its needs, places and
--   times, the latest first.
-- parameter service: Id of the service, or part of its name, now or in the past; blank means every
--   service that a release removed.
-- caveat: New checks that changed nothing are left out. The first release is not a change.
with wanted as (
  select id from services
  where :service <> '' and (id = :service or instr(lower(name), lower(trim(:service))))
  union
  select id from services_past
  where :service <> '' and (id = :service or instr(lower(name), lower(trim(:service))))
  union
  select row_id from changes
  where :service = '' and resource = 'services' and action = 'removed'
)
select
  log.released_on, log.service, log.resource, log.record, log.action, log.field, log.before,
  log.after, log.reason, log.note, log.decision
from wanted
join changes
  on (changes.resource = 'services' and changes.row_id = wanted.id)
  or (changes.parent_resource = 'services' and changes.parent_id = wanted.id)
join change_log as log
  on log.release_number = changes.release_number and log.sequence = changes.sequence
where log.significance <> 'checked'
order by log.release_number desc, log.service, log.resource, log.record, log.field
