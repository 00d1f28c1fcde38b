-- title: What changed since a given day?
-- description: Changes in releases after that day; new checks, and changes of capitals, spacing and
--   punctuation only, are left out.
-- parameter since: A day, such as 2026-04-01; blank means the latest release only.
-- caveat: The day is that of the release; the change may have happened in the world before.
select
  released_on, resource, record, service, action, field,
  iif(action = 'removed', null, before) as before, after, reason, note
from change_log
where significance = 'material'
and iif(
  :since = '',
  released_on = (select max(released_on) from releases),
  released_on > :since
)
order by release_number desc, resource, record, field
