-- title: Which services were removed, when and why?
-- for: journalists
-- description: Services that an earlier release had and this one has not, the latest first, with the
--   reason that the publisher gave, and whether it was lost or a record was only tidied.
-- caveat: Withheld means that the tool held a record back because of a mistake in it; it is not a
--   cut. A reason of not stated means that nobody gave one.
select
  log.released_on,
  log.record as service,
  coalesce(
    (
      select organizations.name from services_past
      join organizations on organizations.id = services_past.organization_id
      where services_past.id = log.service_id order by services_past.to_number desc limit 1
    ),
    (
      select organizations_past.name from services_past
      join organizations_past on organizations_past.id = services_past.organization_id
      where services_past.id = log.service_id
      order by services_past.to_number desc, organizations_past.to_number desc limit 1
    )
  ) as provider,
  log.reason, log.note, log.decision,
  iif(changes.reason in (select code from tidying_reasons), 'tidied', 'lost') as kind,
  log.service_id as id
from changes
join change_log as log
  on log.release_number = changes.release_number and log.sequence = changes.sequence
where changes.resource = 'services'
and changes.action = 'removed'
and changes.row_id not in (select id from services)
order by log.released_on desc, log.record
