-- title: What is overdue for review?
-- for: researchers
-- description: Services, documents, routes and stated gaps whose day of review was before this
--   release, the longest overdue first.
-- caveat: Counted against the day of the release, not today. What has no day of review is left out.
select review_due, kind, reviewed.title, id
from (
  select review_due, 'service' as kind, name as title, id from services
  where status in ('active', 'temporarily closed')
  union all
  select review_due, 'document', title, id from documents
  union all
  select review_due, 'route', title, id from routes
  union all
  select review_due, 'stated gap', statement, id from gap_statements
) as reviewed
cross join publication
where review_due < released_on
order by review_due, kind, reviewed.title, id
