-- How the aggregates stand, as seconds ago; what waits for a drain is counted to a bound.
select
  s.time_zone,
  s.week_start,
  extract(epoch from clock_timestamp() - s.heartbeat_at)::float8 as heartbeat_age,
  extract(epoch from clock_timestamp() - s.as_of)::float8 as as_of_age,
  (select count(*)::int4 from (select from touched limit 100000) t) as waiting,
  (select count(*)::int4 from touched where reason is not null) as set_aside,
  (select min(reason) from touched where reason is not null) as reason
from precompute_state s
