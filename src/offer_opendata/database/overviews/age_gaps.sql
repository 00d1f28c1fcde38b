-- title: Services by age and sector
-- description: How many running services each sector has for each band of ages, with a row for every
--   pair, so that a gap is a 0.
-- caveat: A service counts in every band that its ages touch, so the numbers of the bands do not
--   add up. Services that say nothing about ages are counted apart, as their band is not known.
-- facets: age_band, sector
-- column age_band: Ages in years, inclusive, or ages not stated.
-- column sector: Sector of the Local Offer.
-- column service_count (integer): Number of services that are running.
select
  bands.band as age_band,
  sectors.label as sector,
  cast((
    select count(*) from services
    where services.sector = sectors.code
    and services.status in ('active', 'temporarily closed')
    and case
      when bands.position = 99 then minimum_age is null and maximum_age is null
      else
        (minimum_age is not null or maximum_age is not null)
        and ifnull(minimum_age, 0) < bands.maximum_age + 1
        and ifnull(maximum_age, 25) >= bands.minimum_age
    end
  ) as integer) as service_count
from (
  select position, band, minimum_age, maximum_age from age_bands
  union all
  select 99, 'ages not stated', null, null
) as bands
cross join codes as sectors
where sectors.codelist = 'sector'
order by bands.position, sectors.rowid
