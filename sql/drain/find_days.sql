-- The days that the taken rows lie in. Where a clock is turned back over midnight, an instant's local date may be that of
-- the day before its own. What is archived is never rebuilt.
with candidates as (
  select t.kind = 'range' as whole, t.at, coalesce(t.until, t.at) as until,
    (t.at at time zone :zone::text)::date + n as day
  from taken t
  cross join lateral generate_series(
    0, (coalesce(t.until, t.at) at time zone :zone::text)::date - (t.at at time zone :zone::text)::date + 1
  ) n
  where t.at is not null
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
  and d.hi > c.at and (case when c.whole then d.lo < c.until else d.lo <= c.at end)
group by d.day, d.lo, d.hi
