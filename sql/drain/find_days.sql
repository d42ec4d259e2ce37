-- The days that the taken rows lie in: keys by their local dates, ranges each by itself. Where a clock is turned back over
-- midnight, an instant's local date may be that of the day before its own. What is archived is never rebuilt.
with spans as (
  select false as whole, min(at) as at, max(at) as until, day as first_day, day + 1 as last_day
  from taken
  where kind <> 'range' and at is not null
  group by day
  union all
  select true, at, until, (at at time zone :zone::text)::date, (until at time zone :zone::text)::date + 1
  from taken
  where kind = 'range'
),
candidates as (
  select whole, at, until, first_day + n as day
  from spans
  cross join lateral generate_series(0, last_day - first_day) n
),
days as materialized (
  select day, day_start(day, :zone::text) as lo, day_start(day + 1, :zone::text) as hi
  from (select distinct day from candidates) d
)
insert into drained_days (day, lo, hi, whole)
select d.day, d.lo, d.hi, bool_or(c.whole)
from candidates c
join days d using (day)
where d.lo >= coalesce((select closed_before from precompute_state), '-infinity')
  and d.hi > c.at and (case when c.whole then d.lo < c.until else d.lo <= c.until end)
group by d.day, d.lo, d.hi
