-- How far the aggregates are behind the orders, as this server knows it, as seconds ago: null where no drain or build ever was;
-- what waits for a drain is counted to a bound.
select
  s.heartbeat_at,
  extract(epoch from clock_timestamp() - s.heartbeat_at)::float8 as heartbeat_age,
  extract(epoch from clock_timestamp() - s.as_of)::float8 as behind,
  (select count(*)::int4 from (select from touched limit 100000) t) as waiting,
  (select count(*)::int4 from (select from touched where reason is not null limit 100000) t) as set_aside
from precompute_state s
