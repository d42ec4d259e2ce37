-- Who bought in a range by segment, from the orders alone. One row a segment, null for orders without one; one row of nulls
-- where nobody did.
with filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps, :segments::text[] as segments,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
-- Each once by hash: to sort all orders for count(distinct) takes longer.
buyers as (
  select distinct o.customer_segment, o.customer_id
  from filters f
  cross join lateral orders_matching(
    tstzmultirange(tstzrange(:from::timestamptz, :to::timestamptz)), f.reps, f.segments, f.products
  ) o
  where o.customer_id is not null and not o.is_return
)
select
  b.segment,
  b.customers::float8 as customers,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (select customer_segment as segment, count(*) as customers from buyers group by customer_segment) b on true
