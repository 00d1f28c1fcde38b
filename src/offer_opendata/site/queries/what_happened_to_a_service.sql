-- title: What happened to a service?
-- for: journalists
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
  select changes.release_number, changes.sequence
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
  log.released_on, log.service, said.what, log.record, log.action, said.field, said.before,
  said.after, log.reason, log.note, log.decision
from found
join change_log as log using (release_number, sequence)
join change_words as said using (release_number, sequence)
order by log.release_number desc, log.service, said.what, log.record, log.field
