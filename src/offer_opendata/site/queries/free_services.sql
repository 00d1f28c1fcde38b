-- title: Which services are free?
-- for: families
-- description: Services that cost families nothing at all.
-- parameter town: Name of a town, or a part of it; blank means anywhere, online too.
-- caveat: A service that does not say what it costs is left out: it may be free as well.
select id, name, provider, sector, ages, towns, area, last_checked, phone, url
from service_overview
where status in ('active', 'temporarily closed')
and free = 'yes'
and (:town = '' or instr(lower(towns), lower(trim(:town))))
order by name, id
