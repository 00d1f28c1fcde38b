-- title: What was wrong, since when and for how long?
-- for: journalists
-- description: Values and records that a release corrected, with the release that first had them wrong
--   and the days from that one to the correction, the longest first.
-- parameter word: Part of a name or field, such as telephone; blank means every correction.
-- caveat: Only what the publisher calls a correction is here. It was published wrong at least as
--   long; before the first release nobody knows.
with corrected as (
  select
    changes.*,
    ifnull(
      (
        select max(earlier.release_number) from changes as earlier
        where earlier.resource = changes.resource and earlier.row_id = changes.row_id
        and earlier.release_number < changes.release_number
        and (earlier.action = 'added' or earlier.field = changes.field)
      ),
      1
    ) as wrong_number
  from changes
  where reason = 'correction' and significance = 'material' and action <> 'added'
)
select
  wrong.released_on as wrong_since,
  log.released_on as corrected_on,
  cast(julianday(log.released_on) - julianday(wrong.released_on) as integer) as days,
  said.what, log.record, log.service, said.field,
  said.before as wrong_value, said.after as right_value, log.note
from corrected
join change_log as log using (release_number, sequence)
join change_words as said using (release_number, sequence)
join releases as wrong on wrong.number = corrected.wrong_number
where :word = ''
or instr(
  lower(
    log.record || ' ' || ifnull(log.service, '') || ' ' || ifnull(log.field, '') || ' '
    || ifnull(said.field, '')
  ),
  lower(trim(:word))
)
order by days desc, corrected_on desc, log.record, log.field
