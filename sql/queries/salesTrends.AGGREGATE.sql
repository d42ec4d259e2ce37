-- The sums of consecutive buckets whose bounds are given, the last one being the end: whole hours from
-- agg_hourly_metrics, what is cut off from the orders. One row a bucket that has any. Customers are right only
-- where no bucket is longer than an hour: unique customers of hours do not add up.
with span as materialized (
  select b.bounds, b.lo, b.hi, h.first, h.last
  from (
    select bounds, bounds[1] as lo, bounds[cardinality(bounds)] as hi
    from (select :bounds::timestamptz[] as bounds) given
  ) b
  cross join lateral covered_hours(b.lo, b.hi, :zone::text) h
),
cut as (
  select width_bucket(o.order_date, s.bounds) as bucket, o.revenue, o.is_return, o.customer_id
  from span s
  cross join lateral (values (s.lo, s.first), (s.last, s.hi)) edge (lo, hi)
  join completed_orders o on o.order_date >= edge.lo and o.order_date < edge.hi
),
parts as (
  select width_bucket(a.metric_hour, s.bounds) as bucket, a.revenue, a.order_count, a.unique_customers
  from span s
  join agg_hourly_metrics a on a.metric_hour >= s.first and a.metric_hour < s.last
  union all
  select bucket, sum(revenue), count(*) filter (where not is_return),
    count(distinct customer_id) filter (where not is_return)
  from cut
  group by bucket
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
from precompute_state s
left join buckets b on true
order by b.bucket
