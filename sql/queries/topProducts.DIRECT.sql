-- Products ranked by a measure over a range, with their revenue in the one compared with, from the lines alone. One row a
-- product; one of nulls where there is none.
with part as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps, :segments::text[] as segments,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
sums as (
  select s.product_id, s.revenue, s.costed_revenue, s.costed_revenue - s.cost as profit, s.units
  from part f
  cross join lateral
    product_line_sums(:from::timestamptz, :to::timestamptz, f.reps, f.segments, f.products) s
  join products p on p.id = s.product_id
  -- What was on no order and came to nothing in every sum was not sold: see the other lane.
  where s.is_ordered or (s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0)
),
top as materialized (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select *, product_measure(:sort::text, revenue, costed_revenue, profit, units) as measure
    from sums
    order by measure desc nulls last, product_id
    limit :limit::integer
  ) best
),
ordered as (
  select o.*
  from part f
  cross join lateral product_orders(
    :from::timestamptz, :to::timestamptz, f.reps, f.segments, array(select product_id from top)
  ) o
),
before as (
  select s.product_id, s.revenue
  from part f
  cross join lateral product_line_sums(
    :previous_from::timestamptz, :previous_to::timestamptz, f.reps, f.segments, array(select product_id from top)
  ) s
)
select
  t.product_id,
  t.rank::integer as rank,
  t.revenue,
  t.costed_revenue,
  t.profit,
  t.units::float8 as units,
  coalesce(o.orders, 0)::float8 as orders,
  coalesce(b.revenue, 0) as previous_revenue,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (top t left join ordered o using (product_id) left join before b using (product_id)) on true
order by t.rank
