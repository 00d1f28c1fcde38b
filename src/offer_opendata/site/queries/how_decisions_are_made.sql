-- title: How is it decided who gets a service?
-- for: families
-- description: What running services say about how decisions are made, with who can use them and how
--   to start.
-- parameter sector: Name of a sector, such as health, or a part of it; blank shows all.
-- caveat: A service that says nothing about its decisions is left out.
select
  service_overview.id,
  service_overview.name,
  service_overview.provider,
  service_overview.sector,
  how_decisions_are_made,
  eligibility,
  how_to_access
from service_overview
join services on services.id = service_overview.id
where services.status in ('active', 'temporarily closed')
and how_decisions_are_made is not null
and (:sector = '' or instr(lower(service_overview.sector), lower(trim(:sector))))
order by service_overview.sector, service_overview.name, service_overview.id
