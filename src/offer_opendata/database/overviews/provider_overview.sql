-- title: Providers at a glance
-- description: One row for each organisation, with the running services it provides or pays for and how
--   many of them were checked in the year before this release.
-- key: id
-- reference id: organizations
-- facets: kind, [sectors]
-- sort: name
-- column id: Id of the organisation, as in organizations.
-- column name: Name of the organisation.
-- column kind: What kind of body it is.
-- column part_of: The organisation that it belongs to.
-- column service_count (integer): Number of running services that it provides.
-- column checked_count (integer): Number of those that somebody confirmed in the year before this release.
-- column sectors: Sectors of its running services, as a list.
-- column commissioned_count (integer): Number of services that it commissions, which means pays for or orders.
-- column website: Address of its website.
-- column email: E-mail address of the organisation.
-- column phone: Telephone number of the organisation.
select
  organizations.id,
  organizations.name,
  ifnull(kinds.label, organizations.organization_type) as kind,
  parents.name as part_of,
  (
    select count(*) from services
    where organization_id = organizations.id and status in ('active', 'temporarily closed')
  ) as service_count,
  (
    select count(*) from services, publication
    where organization_id = organizations.id and status in ('active', 'temporarily closed')
    and (
      assured_date >= date(released_on, '-12 months')
      or exists (
        select 1 from assurances
        where service_id = services.id and result <> 'no-reply'
        and checked_on >= date(released_on, '-12 months')
      )
    )
  ) as checked_count,
  nullif((
    select json_group_array(label) from (
      select distinct ifnull(codes.label, sector) as label from services
      left join codes on codes.codelist = 'sector' and codes.code = services.sector
      where organization_id = organizations.id and status in ('active', 'temporarily closed')
      order by 1
    )
  ), '[]') as sectors,
  (
    select count(*) from service_commissioners where organization_id = organizations.id
  ) as commissioned_count,
  organizations.website,
  organizations.email,
  organizations.phone
from organizations
left join organizations as parents on parents.id = organizations.parent_organization_id
left join codes as kinds
  on kinds.codelist = 'organization_type' and kinds.code = organizations.organization_type
order by organizations.rowid
