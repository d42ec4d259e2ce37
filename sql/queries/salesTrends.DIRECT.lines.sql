-- The sums of the buckets of two ranges, current and previous, of some products' lines; the bounds of buckets are given, the
-- last one being the end. Orders and customers are told apart where they are asked for. One row a bucket that has any; one of
-- nulls where none has.
with spans as materialized (
  select b.which, b.bounds, tstzmultirange(tstzrange(b.bounds[1], b.bounds[cardinality(b.bounds)])) as whole
  from (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) b (which, bounds)
),
filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
buckets as (
  select s.which, width_bucket(l.order_date, s.bounds) as bucket, sum(l.revenue) as revenue,
    count(distinct l.order_id) filter (where not l.is_return and :with_orders::boolean) as orders,
    count(distinct l.customer_id) filter (where not l.is_return and :with_customers::boolean) as customers,
    sum(l.costed_revenue) - sum(l.cost) as profit, sum(l.units) as units
  from spans s
  cross join filters f
  cross join lateral lines_matching(s.whole, f.reps, :segments::text[], f.products) l
  group by 1, 2
)
select
  b.which,
  b.bucket,
  b.revenue,
  b.orders::float8 as orders,
  b.customers::float8 as customers,
  b.profit,
  b.units::float8 as units,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join buckets b on true
