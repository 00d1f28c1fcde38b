-- title: For which ages and sectors is there no service?
-- for: researchers
-- description: Pairs of an age band and a sector with no running service, and those with one only.
-- caveat: A service counts in every age band that it touches. Services that state no ages are not
--   counted in any band: see age_gaps for how many there are.
select age_band, sector, service_count
from age_gaps
where service_count <= 1
and age_band <> 'ages not stated'
