-- The sums of the buckets of two ranges, current and previous, whose bounds are given, the last one being the end: whole
-- hours from agg_hourly_metrics, what is cut off or touched from the orders and, where that is asked for, the lines. One row
-- a bucket that has any; one of nulls where none has. Customers are right only where no bucket is longer than an hour: unique
-- customers of hours do not add up.
with behind as materialized (
  select is_behind(
    (:bounds::timestamptz[])[1], (:bounds::timestamptz[])[cardinality(:bounds::timestamptz[])],
    (:previous_bounds::timestamptz[])[1], (:previous_bounds::timestamptz[])[cardinality(:previous_bounds::timestamptz[])],
    :zone::text
  ) as behind
),
spans as materialized (
  select r.which, r.bounds, c.first, c.last, c.base, c.as_of
  from behind b
  cross join (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) r (which, bounds)
  cross join lateral hour_cover(r.bounds[1], r.bounds[cardinality(r.bounds)], :zone::text, b.behind) c
),
parts as (
  select s.which, width_bucket(a.metric_hour, s.bounds) as bucket, a.revenue, a.order_count as orders,
    a.unique_customers as customers, a.costed_revenue, a.cost, a.units
  from spans s
  join agg_hourly_metrics a on a.metric_hour >= s.first and a.metric_hour < s.last and not s.base @> a.metric_hour
  union all
  select s.which, width_bucket(o.order_date, s.bounds), sum(o.revenue), count(*) filter (where not o.is_return),
    count(distinct o.customer_id) filter (where not o.is_return), 0, 0, 0
  from spans s
  cross join lateral orders_in(s.base) o
  group by 1, 2
  union all
  select s.which, width_bucket(l.order_date, s.bounds), 0, 0, 0, l.costed_revenue, l.cost, l.units
  from spans s
  cross join lateral lines_in(case when :with_lines::boolean then s.base else '{}' end) l
),
buckets as (
  select which, bucket, sum(revenue) as revenue, sum(orders) as orders, sum(customers) as customers,
    sum(costed_revenue) - sum(cost) as profit, sum(units) as units
  from parts
  group by which, bucket
)
select
  b.which,
  b.bucket,
  b.revenue,
  b.orders::float8 as orders,
  b.customers::float8 as customers,
  b.profit,
  b.units::float8 as units,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from spans) s
left join buckets b on true
