-- What caches compare with, of one snapshot: what drains noted after :generation, or all of it in another epoch than :epoch,
-- when each view was refreshed, and how long ago all changes were noted. One row a note or view; one without either where there is none.
select
  s.epoch::text as epoch,
  s.generation::float8 as generation,
  (extract(epoch from clock_timestamp() - s.as_of) * 1000)::float8 as behind_ms,
  n.name,
  n.month,
  n.noted,
  n.refreshed_at
from precompute_state s
left join lateral (
  select g.tag as name, g.month::text as month, g.generation::float8 as noted, null::timestamptz as refreshed_at
  from generations g
  where g.generation > :generation::bigint or s.epoch::text is distinct from :epoch::text
  union all
  select v.name, null, null, v.as_of
  from view_state v
) n on true
