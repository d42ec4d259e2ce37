-- Categories, each with all below it, over a range and the one compared with, from the lines alone. One row a category that
-- sold in the range, the category null for products without one, and all_revenue the whole range's; one row of nulls where
-- there is none.
with ranges as materialized (
  select * from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
),
part as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps, :segments::text[] as segments,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
-- Of each category its own products, before it is added to those above it.
own as materialized (
  select r.which, p.category_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue, sum(s.cost) as cost,
    sum(s.units) as units,
    -- What was on no order and came to nothing in every sum was not sold: see the other lane.
    bool_or(s.is_ordered) or (sum(s.units), sum(s.revenue), sum(s.costed_revenue), sum(s.cost)) <> (0, 0, 0, 0) as is_sold
  from part f
  cross join ranges r
  cross join lateral product_line_sums(r.lo, r.hi, f.reps, f.segments, f.products) s
  join products p on p.id = s.product_id
  group by r.which, p.category_id
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
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (rolled_up r left join category_paths c using (category_id)) on true
order by r.revenue desc, r.category_id
