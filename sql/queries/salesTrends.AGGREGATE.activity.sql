-- The unique customers of the buckets of two ranges, current and previous: days, weeks or months, whose bounds are given, the
-- last one being the end. One row a bucket that has any; one of nulls where none has. Of days and weeks, each customer is counted
-- on the first day of the bucket on which agg_activity_* has them: of the customers of all its days, those who follow a day of
-- the same bucket are none. Then, customer by customer, what is touched is put right. Months are sets already; so is compared
-- what a range cuts off.
with behind as materialized (
  select is_behind(
    (:bounds::timestamptz[])[1], (:bounds::timestamptz[])[cardinality(:bounds::timestamptz[])],
    (:previous_bounds::timestamptz[])[1], (:previous_bounds::timestamptz[])[cardinality(:previous_bounds::timestamptz[])],
    :zone::text
  ) as behind
),
spans as materialized (
  select r.which, r.bounds, b.behind, c.first_day, c.last_day, c.touched_days, c.edges, c.as_of
  from behind b
  cross join (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) r (which, bounds)
  cross join lateral day_cover(r.bounds[1], r.bounds[cardinality(r.bounds)], :zone::text, b.behind) c
),
-- With the whole days of each, touched or not. All bounds but the two ends are starts of days.
buckets as materialized (
  select s.which, n as bucket, s.behind, s.bounds[n] as lo, s.bounds[n + 1] as hi, days.first_day, days.last_day,
    s.edges && tstzmultirange(tstzrange(s.bounds[n], s.bounds[n + 1])) as is_cut,
    days.first_day = date_trunc('month', days.first_day::timestamp)
      and days.last_day = date_trunc('month', days.first_day + interval '1 month') as is_month
  from spans s
  cross join generate_series(1, cardinality(s.bounds) - 1) n
  cross join lateral (select
    case when n = 1 then s.first_day else (s.bounds[n] at time zone :zone::text)::date end as first_day,
    case when n = cardinality(s.bounds) - 1 then s.last_day
      else least((s.bounds[n + 1] at time zone :zone::text)::date, s.last_day) end as last_day
  ) days
),
-- Months need no days.
by_days as materialized (
  select * from spans where which in (select which from buckets where not is_month and not is_cut)
),
counted as (
  select b.which, b.bucket, c.customers
  from buckets b
  cross join lateral customers_compared(b.lo, b.hi, b.hi, b.hi, :zone::text, b.behind, false, false) c
  where b.is_cut
  union all
  select b.which, b.bucket, bit_count(a.customers)
  from buckets b
  join agg_customer_sets_spans a on a.at_least = 1 and a.span = 'month' and a.first_day = b.first_day
  where b.is_month and not b.is_cut
  union all
  select b.which, b.bucket, a.customers
  from by_days s
  cross join lateral active_on_days(s.first_day, s.last_day) a
  join buckets b on b.which = s.which and a.day >= b.first_day and a.day < b.last_day
  where not b.is_month and not b.is_cut
  union all
  -- Day by day, so that an index finds just these.
  select b.which, b.bucket, -linked.customers
  from buckets b
  cross join generate_series(1, b.last_day - b.first_day - 1) n
  cross join lateral (
    select coalesce(sum(a.customers), 0) as customers
    from agg_activity_daily a
    where a.day = b.first_day + n and a.prev_day >= b.first_day
  ) linked
  where not b.is_month and not b.is_cut
),
changed as (
  select c.which, c.bucket, (known.days + c.change > 0)::integer - (known.days > 0)::integer as customers
  from (
    select b.which, b.bucket, b.first_day, b.last_day, c.customer_id, sum(c.change) as change
    from spans s
    cross join lateral activity_changes(s.touched_days, :zone::text) c
    join buckets b on b.which = s.which and c.day >= b.first_day and c.day < b.last_day
    where not b.is_cut
    group by b.which, b.bucket, b.first_day, b.last_day, c.customer_id
  ) c
  cross join lateral (
    select count(*) as days
    from agg_customer_daily a
    where a.customer_id = c.customer_id and a.day >= c.first_day and a.day < c.last_day and a.orders > 0
  ) known
)
select
  p.which,
  p.bucket,
  sum(p.customers)::float8 as customers,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from spans) s
left join (select * from counted union all select * from changed) p on true
group by p.which, p.bucket, s.as_of
