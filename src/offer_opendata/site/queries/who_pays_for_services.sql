-- title: Who pays for which services?
-- for: researchers
-- description: Services with the organisations that commission them, which means that they pay for
--   them or order them.
-- parameter organization: Name of an organisation, or a part of it; blank shows all.
-- caveat: A service whose commissioner nobody recorded is left out; families may pay for it
--   themselves.
select
  commissioners.name as paid_for_by,
  services.id,
  services.name,
  providers.name as provider,
  services.status
from service_commissioners
join organizations as commissioners on commissioners.id = service_commissioners.organization_id
join services on services.id = service_commissioners.service_id
join organizations as providers on providers.id = services.organization_id
where :organization = '' or instr(lower(commissioners.name), lower(trim(:organization)))
order by commissioners.name, services.name, services.id
