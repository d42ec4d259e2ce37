-- The orders of the minutes whose bounds are given, the last one being the end, and how many customers all of them had. Of
-- some products: their lines' revenue, and the orders with such a line. One row a minute that has any; one without where none
-- has.
with filters as materialized (
  select tstzmultirange(tstzrange(b.bounds[1], b.bounds[cardinality(b.bounds)])) as whole, b.bounds,
    matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
  from (values (:bounds::timestamptz[])) b (bounds)
),
sold as materialized (
  select width_bucket(o.order_date, f.bounds) as minute, o.id as order_id, o.customer_id, o.is_return, o.revenue
  from filters f
  cross join lateral orders_matching(f.whole, f.reps, :segments::text[], null) o
  where f.products is null
  union all
  select width_bucket(l.order_date, f.bounds), l.order_id, l.customer_id, l.is_return, l.revenue
  from filters f
  cross join lateral lines_matching(f.whole, f.reps, :segments::text[], f.products) l
  where f.products is not null
)
select
  m.minute,
  m.revenue,
  m.orders::float8 as orders,
  a.customers::float8 as customers,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select count(distinct customer_id) as customers from sold where not is_return) a
left join (
  select minute, sum(revenue) as revenue, count(distinct order_id) filter (where not is_return) as orders
  from sold
  group by minute
) m on true
