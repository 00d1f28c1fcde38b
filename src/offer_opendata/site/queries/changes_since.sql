-- title: What changed since a given day?
-- for: journalists
-- description: Changes in releases after that day; new checks, and changes of capitals, spacing and
--   punctuation only, are left out.
-- parameter since (day): A day, such as 2026-04-01 or 1/4/2026; blank means the latest release only.
-- caveat: The day is that of the release; the change may have happened in the world before.
with answer as (
  select
    log.released_on, said.what, log.record, log.service, log.action, said.field, said.before,
    said.after, log.reason, log.note
  from change_log as log
  join change_words as said using (release_number, sequence)
  where significance = 'material'
  and iif(
    (select since from typed) = '',
    released_on = (select max(released_on) from releases),
    released_on > (select since from typed)
  )
  order by log.release_number desc, log.resource, log.record, log.field
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null, null, null, null from typed
where unread is not null
