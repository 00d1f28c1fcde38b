-- title: Whom can I contact about a service?
-- for: families
-- description: Telephone numbers and e-mail addresses of running services, their providers and their
--   places, as a list to print or to import.
-- parameter provider: Name of a provider, or a part of it; blank shows all.
-- caveat: Contacts are roles and shared mailboxes, not people.
with running as (
  select services.*, organizations.name as provider
  from services
  join organizations on organizations.id = services.organization_id
  where services.status in ('active', 'temporarily closed')
  and (:provider = '' or instr(lower(organizations.name), lower(trim(:provider))))
),
found (id, contact_of, role, name, phone, email, sms) as (
  select id, 'service', 'enquiries', null, phone, email, null
  from running
  where phone is not null or email is not null
  union all
  select running.id, 'provider', 'enquiries', null, organizations.phone, organizations.email, null
  from running
  join organizations on organizations.id = running.organization_id
  where organizations.phone is not null or organizations.email is not null
  union all
  select running.id, 'service', role, contacts.name, contacts.phone, contacts.email, sms
  from running
  join contacts on contacts.service_id = running.id
  union all
  select running.id, 'provider', role, contacts.name, contacts.phone, contacts.email, sms
  from running
  join contacts on contacts.organization_id = running.organization_id
  union all
  select running.id, 'place', role, contacts.name, contacts.phone, contacts.email, sms
  from running
  join service_at_locations on service_at_locations.service_id = running.id
  join contacts on contacts.location_id = service_at_locations.location_id
)
select
  running.id,
  running.name as service,
  running.provider,
  found.contact_of,
  ifnull(codes.label, found.role) as role,
  found.name,
  found.phone,
  found.email,
  found.sms
from found
join running on running.id = found.id
left join codes on codes.codelist = 'contact_role' and codes.code = found.role
order by running.name, running.id, found.contact_of desc, found.role, found.phone, found.email
