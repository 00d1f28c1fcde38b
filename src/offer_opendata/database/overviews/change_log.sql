-- title: What changed
-- description: Every change since the first release, with the day it was released, the record in
--   words and the reason that was given.
-- caveat: A reason of not stated means that nobody gave one. New checks of a record that changed
--   nothing else have the significance checked.
-- sort: released_on desc
-- facets: released_on, resource, action, reason, significance
-- column released_on (date): Day of the release that made the change.
-- column release: Name of that release.
-- column release_number (integer): Number of that release.
-- column sequence (integer): Position of the change within its release.
-- column resource: Kind of record.
-- column record: Name of the record, now or when it was removed. A link is named by what it links
--   to, such as a need; what has no name at all by its key.
-- column service_id: Id of the service that the change belongs to.
-- column service: Name of that service, the last one it had if it is gone.
-- column action: Whether the record was added or removed, or one of its values changed.
-- column field: The field that changed.
-- column before: The earlier value; for a removed record, the whole record. What was erased since
--   reads [erased].
-- column after: The later value.
-- column significance: Whether the change matters, is one of capitals, spacing or punctuation
--   only, or is a new check.
-- column reason: Why it changed, as the publisher stated it.
-- column note: What the publisher adds to the reason.
-- column decision: Title of the decision that led to it, or its id if the decision is gone.
select
  releases.released_on,
  releases.release,
  changes.release_number,
  changes.sequence,
  changes.resource,
  coalesce(
    case changes.resource
      when 'services' then (select name from services where id = changes.row_id)
      when 'organizations' then (select name from organizations where id = changes.row_id)
      when 'locations' then (select name from locations where id = changes.row_id)
    end,
    case
      when changes.action = 'removed' and json_valid(changes.before)
        then coalesce(
          json_extract(changes.before, '$.name'), json_extract(changes.before, '$.title'),
          json_extract(changes.before, '$.label'), json_extract(changes.before, '$.option'),
          json_extract(changes.before, '$.summary'), json_extract(changes.before, '$.statement')
        )
    end,
    case changes.resource
      when 'services' then (
        select name from services_past where id = changes.row_id order by to_number desc limit 1
      )
      when 'organizations' then (
        select name from organizations_past where id = changes.row_id order by to_number desc limit 1
      )
      when 'locations' then (
        select name from locations_past where id = changes.row_id order by to_number desc limit 1
      )
    end,
    case changes.resource
      when 'areas' then (select name from areas where code = changes.row_id)
      when 'comments' then (select summary from comments where id = changes.row_id)
      when 'contacts' then coalesce(
        (select name from contacts where id = changes.row_id),
        (select name from contacts_past where id = changes.row_id order by to_number desc limit 1)
      )
      when 'cost_options' then coalesce(
        (select option from cost_options where id = changes.row_id),
        (
          select option
          from cost_options_past where id = changes.row_id
          order by to_number desc limit 1
        )
      )
      when 'decisions' then (select title from decisions where id = changes.row_id)
      when 'documents' then coalesce(
        (select title from documents where id = changes.row_id),
        (select title from documents_past where id = changes.row_id order by to_number desc limit 1)
      )
      when 'gap_statements' then (select statement from gap_statements where id = changes.row_id)
      when 'routes' then (select title from routes where id = changes.row_id)
      when 'schedules' then coalesce(
        (
          select ifnull(description, opens_at || ' to ' || closes_at)
          from schedules where id = changes.row_id
        ),
        (
          select ifnull(description, opens_at || ' to ' || closes_at)
          from schedules_past where id = changes.row_id
          order by to_number desc limit 1
        )
      )
      when 'urls' then coalesce(
        (select label from urls where id = changes.row_id),
        (select label from urls_past where id = changes.row_id order by to_number desc limit 1)
      )
    end,
    -- What follows has a key of several parts, the last of which says most.
    case
      when substr(changes.row_id, 1, 1) = '[' and json_valid(changes.row_id) then coalesce(
        case changes.resource
          when 'decision_services' then (
            select title from decisions where id = json_extract(changes.row_id, '$[0]')
          )
          when 'languages' then (
            select label from codes where codelist = 'language'
            and code = json_extract(changes.row_id, '$[1]')
          )
          when 'location_features' then (
            select label from codes where codelist = 'location_feature'
            and code = json_extract(changes.row_id, '$[1]')
          )
          when 'service_areas' then (
            select name from areas where code = json_extract(changes.row_id, '$[1]')
          )
          when 'service_at_locations' then coalesce(
            (select name from locations where id = json_extract(changes.row_id, '$[1]')),
            (
              select name
              from locations_past where id = json_extract(changes.row_id, '$[1]')
              order by to_number desc limit 1
            )
          )
          when 'service_commissioners' then coalesce(
            (select name from organizations where id = json_extract(changes.row_id, '$[1]')),
            (
              select name
              from organizations_past where id = json_extract(changes.row_id, '$[1]')
              order by to_number desc limit 1
            )
          )
          else (
            select label from terms where taxonomy = json_extract(changes.row_id, '$[1]')
            and code = json_extract(changes.row_id, '$[2]')
          )
        end,
        iif(changes.resource = 'decision_services', json_extract(changes.row_id, '$[0]'), null),
        json_extract(changes.row_id, '$[#-1]')
      )
    end,
    changes.row_id
  ) as record,
  iif(
    changes.resource = 'services',
    changes.row_id,
    iif(changes.parent_resource = 'services', changes.parent_id, null)
  ) as service_id,
  coalesce(
    (
      select name from services where id = iif(
        changes.resource = 'services',
        changes.row_id,
        iif(changes.parent_resource = 'services', changes.parent_id, null)
      )
    ),
    (
      select name from services_past where id = iif(
        changes.resource = 'services',
        changes.row_id,
        iif(changes.parent_resource = 'services', changes.parent_id, null)
      )
      order by to_number desc limit 1
    )
  ) as service,
  changes.action,
  changes.field,
  changes.before,
  changes.after,
  changes.significance,
  ifnull(
    (select label from codes where codelist = 'change_reason' and code = changes.reason),
    changes.reason
  ) as reason,
  changes.note,
  ifnull(
    (select title from decisions where id = changes.decision_id), changes.decision_id
  ) as decision
from changes
join releases on releases.number = changes.release_number
