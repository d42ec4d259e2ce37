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
-- Of each category its own products, before it is added to those above it.
own as materialized (
  select r.which, s.*,
    -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
    (s.times_sold, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0) as is_sold
  from ranges r
  cross join lateral category_sums(r, :zone::text, :category_ids::uuid[], :product_ids::uuid[]) s
),
rolled_up as (
  select a.ancestor_id as category_id,
    sum(o.revenue) filter (where o.which = 'current') as revenue,
    sum(o.costed_revenue) filter (where o.which = 'current') as costed_revenue,
    sum(o.costed_revenue - o.cost) filter (where o.which = 'current') as profit,
    sum(o.units) filter (where o.which = 'current') as units,
    coalesce(sum(o.revenue) filter (where o.which = 'previous'), 0) as previous_revenue
  from own o
  left join category_ancestors a using (category_id)
  group by 1
  having bool_or(o.is_sold) filter (where o.which = 'current')
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
  (select coalesce(sum(revenue), 0) from own where which = 'current') as all_revenue,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join (rolled_up r left join category_paths c using (category_id)) on true
order by r.revenue desc, r.category_id
