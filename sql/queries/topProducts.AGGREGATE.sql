-- Products ranked by a measure over a range, with their revenue in the one compared with, from the aggregates and what they
-- lack. One row a product; one of nulls where there is none.
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
part as materialized (select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products),
sums as (
  select s.product_id, s.revenue, s.costed_revenue, s.costed_revenue - s.cost as profit, s.units, s.orders
  from part f
  join ranges r on r.which = 'current'
  cross join lateral product_sums(r, :zone::text, f.products) s
  -- Where too much is touched, the aggregates may still have a product that is deleted: it is no answer.
  join products p on p.id = s.product_id
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  where (s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)
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
before as (
  select s.product_id, s.revenue
  from ranges r
  cross join lateral product_sums(r, :zone::text, array(select product_id from top)) s
  where r.which = 'previous'
)
select
  t.product_id,
  t.rank::integer as rank,
  t.revenue,
  t.costed_revenue,
  t.profit,
  t.units::float8 as units,
  t.orders::float8 as orders,
  coalesce(b.revenue, 0) as previous_revenue,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join (top t left join before b using (product_id)) on true
order by t.rank
