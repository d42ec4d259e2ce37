-- The sums of consecutive buckets whose bounds are given, the last one being the end: whole hours from
-- agg_hourly_metrics, what is cut off or touched from the orders. One row a bucket that has any; one of nulls where none
-- has. Customers are right only where no bucket is longer than an hour: unique customers of hours do not add up.
with span as materialized (
  select b.bounds, c.first, c.last, c.base, c.as_of
  from (select :bounds::timestamptz[] as bounds) b
  cross join lateral hour_cover(b.bounds[1], b.bounds[cardinality(b.bounds)], :zone::text) c
),
parts as (
  select width_bucket(a.metric_hour, s.bounds) as bucket, a.revenue, a.order_count, a.unique_customers
  from span s
  join agg_hourly_metrics a on a.metric_hour >= s.first and a.metric_hour < s.last and not s.base @> a.metric_hour
  union all
  select width_bucket(o.order_date, s.bounds), sum(o.revenue), count(*) filter (where not o.is_return),
    count(distinct o.customer_id) filter (where not o.is_return)
  from span s
  cross join lateral orders_in(s.base) o
  group by 1
),
buckets as (
  select bucket, sum(revenue) as revenue, sum(order_count) as orders, sum(unique_customers) as customers
  from parts
  group by bucket
)
select
  b.bucket,
  b.revenue,
  b.orders::float8 as orders,
  b.customers::float8 as customers,
  s.as_of
from span s
left join buckets b on true
order by b.bucket
