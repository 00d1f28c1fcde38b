-- title: What was lost since a given day, and what was only tidied?
-- for: journalists
-- description: Services removed or closed, ages narrowed, needs, places, areas or languages dropped,
--   hours cut, charges brought in or raised, conditions added: what was lost first, then limits
--   that were not stated before, then what was only tidied.
-- parameter since (day): A day, such as 2026-04-01 or 1/4/2026; blank means since the first release.
-- caveat: This compares what was published, not what happened. Merged, replaced and moved count as
--   lost: look at the reason. A reason of not stated means that nobody gave one.
with answer as (
  select
    kind, released_on, reduction, name, before, after, reason, note, decision, service_now,
    service_id
  from typed cross join reductions
  where since = '' or released_on > since
  order by
    case kind when 'lost' then 1 when 'newly stated' then 2 else 3 end,
    released_on desc, reduction, name, before
  limit -1
)
select * from answer
union all
select unread, null, null, null, null, null, null, null, null, null, null from typed
where unread is not null
