-- title: What the law asks for, and what there is
-- description: One row for each item that the law or the code of practice asks a Local Offer to
--   have, with how many running services, documents and routes are said to meet it, and the gap that
--   the publisher has declared.
-- caveat: This counts what the publisher has marked. It does not show that the provision is good or
--   enough, and an item without a row elsewhere may be met by something that nobody marked.
-- facets: answer
-- column duty: The item in short.
-- column code: Code of the item in terms.
-- column answer: Something is there, a gap is declared, or nothing is said.
-- column service_count (integer): Number of running services that are said to meet it.
-- column document_count (integer): Number of documents that are said to meet it.
-- column route_count (integer): Number of routes that are said to meet it.
-- column gap: The latest statement of the publisher that it is missing, and why.
-- column description: What is asked for.
select
  duty,
  code,
  case
    when service_count + document_count + route_count > 0 then 'something is there'
    when gap is not null then 'gap declared'
    else 'nothing is said'
  end as answer,
  cast(service_count as integer) as service_count,
  cast(document_count as integer) as document_count,
  cast(route_count as integer) as route_count,
  gap,
  description
from (
  select
    terms.label as duty,
    terms.code,
    (
      select count(*) from service_terms
      join services on services.id = service_terms.service_id
      where service_terms.taxonomy = 'duty' and service_terms.code = terms.code
      and services.status in ('active', 'temporarily closed')
    ) as service_count,
    (
      select count(*) from document_terms where taxonomy = 'duty' and code = terms.code
    ) as document_count,
    (
      select count(*) from route_terms where taxonomy = 'duty' and code = terms.code
    ) as route_count,
    (
      select statement from gap_statements where duty = terms.code
      order by declared_on desc, id limit 1
    ) as gap,
    terms.description
  from terms
  where taxonomy = 'duty'
)
