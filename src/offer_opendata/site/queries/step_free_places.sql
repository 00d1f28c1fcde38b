-- title: Which places have step-free access?
-- for: families
-- description: Places recorded as step-free or accessible to wheelchairs throughout, with the
--   services given there.
-- parameter town: Name of a town, or a part of it; blank means anywhere.
-- caveat: A place that is not here may be step-free as well: for many, nobody has said.
select
  place_overview.id,
  place_overview.name,
  address,
  group_concat(location_features.details, '; ') as details,
  features,
  services
from place_overview
join location_features on location_features.location_id = place_overview.id
where feature in ('step_free_access', 'wheelchair_accessible')
and (:town = '' or instr(lower(town), lower(trim(:town))))
group by place_overview.id
order by place_overview.name, place_overview.id
