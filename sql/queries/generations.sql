-- What caches compare with, of one snapshot: what drains noted after :generation, or all of it in another epoch than :epoch,
-- which generation each view is of, and how long ago all changes were noted. One row a note or, without a month, view; one
-- without a name where there is neither.
select
  s.epoch::text as epoch,
  s.generation::float8 as generation,
  (extract(epoch from clock_timestamp() - s.as_of) * 1000)::float8 as behind_ms,
  n.name,
  n.month,
  n.noted
from precompute_state s
left join lateral (
  select g.tag as name, g.month::text as month, g.generation::float8 as noted
  from generations g
  where g.generation > :generation::bigint or s.epoch::text is distinct from :epoch::text
  union all
  select v.name, null, v.generation::float8
  from view_state v
) n on true
