-- The sums of consecutive buckets whose bounds are given, the last one being the end, from the orders alone. One row
-- a bucket that has any; one of nulls where none has.
with buckets as (
  select
    width_bucket(o.order_date, :bounds::timestamptz[]) as bucket,
    sum(o.revenue) as revenue,
    count(*) filter (where not o.is_return) as orders,
    count(distinct o.customer_id) filter (where not o.is_return) as customers
  from sold_orders o
  where o.order_date >= :from::timestamptz and o.order_date < :to::timestamptz
  group by 1
)
select
  b.bucket,
  b.revenue,
  b.orders::float8 as orders,
  b.customers::float8 as customers,
  snapshot_as_of() as as_of
from (values (true)) always (row)
left join buckets b on true
order by b.bucket
