-- The unique customers of the buckets of two ranges, current and previous: days, weeks or months, whose bounds are given, the
-- last one being the end. One row a bucket that has any; one of nulls where none has. Each customer is counted on the first
-- day of the bucket on which agg_activity_* has them: of the customers of all its days, those who follow a day of the same
-- bucket are none. Then, customer by customer, what is cut off or touched is put right.
with spans as materialized (
  select b.which, b.bounds, c.first_day, c.last_day, c.touched_days, c.edges, c.as_of
  from (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) b (which, bounds)
  cross join lateral day_cover(b.bounds[1], b.bounds[cardinality(b.bounds)], :zone::text) c
),
-- With the whole days of each, touched or not. All bounds but the two ends are starts of days.
buckets as materialized (
  select s.which, n as bucket, days.first_day, days.last_day,
    days.first_day = date_trunc('month', days.first_day::timestamp)
      and days.last_day = date_trunc('month', days.last_day::timestamp) as is_month
  from spans s
  cross join generate_series(1, cardinality(s.bounds) - 1) n
  cross join lateral (select
    case when n = 1 then s.first_day else (s.bounds[n] at time zone :zone::text)::date end as first_day,
    case when n = cardinality(s.bounds) - 1 then s.last_day
      else least((s.bounds[n + 1] at time zone :zone::text)::date, s.last_day) end as last_day
  ) days
),
counted as (
  select b.which, b.bucket, a.customers
  from buckets b
  join agg_activity_monthly a on a.month >= b.first_day and a.month < b.last_day
    and (a.prev_month is null or a.prev_month < b.first_day)
  where b.is_month
  union all
  select b.which, b.bucket, a.customers
  from spans s
  cross join lateral active_on_days(s.first_day, s.last_day) a
  join buckets b on b.which = s.which and a.day >= b.first_day and a.day < b.last_day
  where not b.is_month
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
  where not b.is_month
),
changes as (
  select s.which, b.bucket, c.customer_id, c.change
  from spans s
  cross join lateral activity_changes(s.touched_days, :zone::text) c
  join buckets b on b.which = s.which and c.day >= b.first_day and c.day < b.last_day
  union all
  select s.which, width_bucket(o.order_date, s.bounds), o.customer_id, 1
  from spans s
  cross join lateral orders_in(s.edges) o
  where o.customer_id is not null and not o.is_return
),
changed as (
  select c.which, c.bucket, (known.days + c.change > 0)::integer - (known.days > 0)::integer as customers
  from (
    select which, bucket, customer_id, sum(change) as change from changes group by which, bucket, customer_id
  ) c
  join buckets b using (which, bucket)
  cross join lateral (
    select count(*) as days
    from agg_customer_daily a
    where a.customer_id = c.customer_id and a.day >= b.first_day and a.day < b.last_day and a.orders > 0
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
