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
measured as materialized (
  select m.*
  from part f
  join ranges r on r.which = 'current'
  cross join lateral product_measures(r, :zone::text, f.products, :sort::text) m
  -- Where too much is touched, the aggregates may still have a product that is deleted: it is no answer.
  join products p on p.id = m.product_id
),
-- What came to nothing in what it is ranked by, and may have sold all the same.
doubted as materialized (select array_agg(product_id) as products from measured where not is_sold having count(*) > 0),
best as materialized (
  select product_id, measure
  from (
    select product_id, measure from measured where is_sold
    union all
    select s.product_id, product_measure(:sort::text, s.revenue, s.costed_revenue, s.costed_revenue - s.cost, s.units)
    from doubted d
    join ranges r on r.which = 'current'
    cross join lateral product_sums(r, :zone::text, d.products) s
    -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
    where (s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)
  ) sold
  order by measure desc nulls last, product_id
  limit :limit::integer
),
top as materialized (
  select s.*, s.costed_revenue - s.cost as profit, row_number() over (order by b.measure desc nulls last, product_id) as rank
  from best b
  join (
    select s.*
    from ranges r
    cross join lateral product_sums(r, :zone::text, array(select product_id from best)) s
    where r.which = 'current'
  ) s using (product_id)
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
