-- title: Which services do not say which needs they are for?
-- for: researchers
-- description: Running services that name no need and do not say that they are open to all needs.
-- caveat: Saying nothing is neither a yes nor a no; the publisher can ask the provider.
select id, name, provider, sector, last_checked, email, phone
from service_overview
where needs_answer = 'not stated'
and status in ('active', 'temporarily closed')
order by provider, name, id
