-- title: Which duties have no service or document?
-- for: researchers
-- description: Items that the law or the code of practice asks for, which no running service, no
--   document and no route is said to meet, with the gap that the publisher declared, if any.
-- caveat: This shows what nobody has marked. Something may be there all the same.
select duty, answer, gap, description, code
from duty_coverage
where answer <> 'something is there'
order by answer desc, duty, code
