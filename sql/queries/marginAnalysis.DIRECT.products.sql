-- Margins by product over a range, with those of the one compared with, from the lines alone. One row a product that sold, and
-- all_revenue and all_profit those of all products; one row of nulls where there is none.
with ranges as materialized (
  select * from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
),
filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
top as materialized (
  select s.*, p.name, s.costed_revenue - s.cost as profit, sum(s.revenue) over () as all_revenue,
    sum(s.costed_revenue - s.cost) over () as all_profit
  from filters f
  join ranges r on r.which = 'current'
  cross join lateral product_line_sums(r.lo, r.hi, f.reps, :segments::text[], f.products) s
  join products p on p.id = s.product_id
  -- What was on no order and came to nothing in every sum was not sold: see the other lane.
  where s.is_ordered or (s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0)
  order by profit desc, s.product_id
  limit :limit::integer
),
before as (
  select s.*
  from filters f
  join ranges r on r.which = 'previous'
  cross join lateral product_line_sums(r.lo, r.hi, f.reps, :segments::text[], array(select product_id from top)) s
)
select
  t.product_id::text as key,
  t.name,
  t.revenue,
  t.costed_revenue,
  t.cost,
  t.units::float8 as units,
  coalesce(b.revenue, 0) as previous_revenue,
  coalesce(b.costed_revenue, 0) as previous_costed_revenue,
  coalesce(b.cost, 0) as previous_cost,
  t.all_revenue,
  t.all_profit,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (top t left join before b using (product_id)) on true
order by t.profit desc, t.product_id
