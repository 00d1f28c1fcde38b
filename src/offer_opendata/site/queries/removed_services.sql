-- title: Which services were removed, when and why?
-- description: Services that an earlier release had and this one has not, the latest first, with the
--   reason that the publisher gave.
-- caveat: Withheld means that the tool held a record back because of a mistake in it; it is not a
--   cut. A reason of not stated means that nobody gave one.
select released_on, record as service, reason, note, decision, service_id as id
from change_log
where resource = 'services'
and action = 'removed'
and service_id not in (select id from services)
order by released_on desc, record
