-- title: How do I ask for something, complain or appeal?
-- for: families
-- description: Each way to ask, challenge or complain, with who it is for, how to start and how long
--   it takes.
-- parameter word: A word such as appeal, travel or complaint; blank shows all.
-- caveat: Time limits matter. SENDIASS, the free and impartial advice service, can help.
select
  ifnull(codes.label, routes.kind) as kind,
  routes.title,
  who_for,
  how_to_start,
  how_decided,
  timescale_weeks,
  time_limit,
  phone,
  email,
  url,
  routes.id
from routes
left join codes on codes.codelist = 'route_kind' and codes.code = routes.kind
where
  :word = ''
  or instr(lower(codes.label), lower(trim(:word)))
  or instr(lower(routes.title), lower(trim(:word)))
order by codes.rowid, routes.title, routes.id
