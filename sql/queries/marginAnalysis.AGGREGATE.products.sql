-- Margins by product over a range, with those of the one compared with, from the aggregates and what they lack. One row a
-- product that sold, and all_revenue and all_profit those of all products; one row of nulls where there is none.
with ranges as materialized (
  select r.which, c.*
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join is_behind(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
  ) behind
  cross join lateral day_cover(r.lo, r.hi, :zone::text, behind) c
),
filters as materialized (select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products),
top as materialized (
  select s.*, p.name, s.costed_revenue - s.cost as profit, sum(s.revenue) over () as all_revenue,
    sum(s.costed_revenue - s.cost) over () as all_profit
  from filters f
  join ranges r on r.which = 'current'
  cross join lateral product_sums(r, :zone::text, f.products) s
  -- Where too much is touched, the aggregates may still have a product that is deleted: it is no answer.
  join products p on p.id = s.product_id
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  where (s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)
  order by profit desc, s.product_id
  limit :limit::integer
),
before as (
  select s.*
  from ranges r
  cross join lateral product_sums(r, :zone::text, array(select product_id from top)) s
  where r.which = 'previous'
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
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join (top t left join before b using (product_id)) on true
order by t.profit desc, t.product_id
