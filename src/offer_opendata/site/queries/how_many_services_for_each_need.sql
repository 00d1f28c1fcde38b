-- title: How many services are there for each need?
-- for: researchers
-- description: Running services that name each need, that are open to all needs, and that say
--   nothing about needs.
-- caveat: A service can count under several needs, so the numbers do not add up to the number of
--   services. Open to all needs and not stated are kept apart from every need.
select need, service_count, out_of_area_count, code
from need_counts
