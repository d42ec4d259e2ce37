-- Categories, each with all below it, over a range and the one compared with, from the aggregates and what they lack. One
-- row a category that sold in the range, the category null for products without one, and all_revenue the whole range's; one
-- row of nulls where there is none.
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
-- Of each category its own products, before it is added to those above it; of what is compared with, revenue alone.
own as materialized (
  select p.category_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue, sum(s.cost) as cost,
    sum(s.units) as units, 0 as previous_revenue,
    -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
    bool_or((s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)) as is_sold
  from part f
  join ranges r on r.which = 'current'
  cross join lateral product_sums(r, :zone::text, f.products) s
  join products p on p.id = s.product_id
  group by p.category_id
  union all
  select p.category_id, 0, 0, 0, 0, sum(m.measure), false
  from part f
  join ranges r on r.which = 'previous'
  cross join lateral product_measures(r, :zone::text, f.products, 'REVENUE') m
  join products p on p.id = m.product_id
  group by p.category_id
),
rolled_up as (
  select a.ancestor_id as category_id, sum(o.revenue) as revenue, sum(o.costed_revenue) as costed_revenue,
    sum(o.costed_revenue - o.cost) as profit, sum(o.units) as units, sum(o.previous_revenue) as previous_revenue
  from own o
  left join category_ancestors a using (category_id)
  group by 1
  having bool_or(o.is_sold)
)
select
  r.category_id,
  c.parent_id,
  c.name,
  c.path,
  r.revenue,
  r.costed_revenue,
  r.profit,
  r.units::float8 as units,
  r.previous_revenue,
  (select coalesce(sum(revenue), 0) from own) as all_revenue,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join (rolled_up r left join category_paths c using (category_id)) on true
order by r.revenue desc, r.category_id
