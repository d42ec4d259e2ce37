-- Margins by category, each with all below it, over a range, with those of the one compared with, from the aggregates and
-- what they lack. One row a category that sold, the key null for products without one, and all_revenue and all_profit those
-- of all products; one row of nulls where there is none.
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
  select r.which, s.*
  from ranges r
  cross join lateral category_sums(r, :zone::text, :category_ids::uuid[], :product_ids::uuid[]) s
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  where (s.times_sold, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0)
),
rolled_up as (
  select a.ancestor_id as category_id,
    sum(s.revenue) filter (where s.which = 'current') as revenue,
    sum(s.costed_revenue) filter (where s.which = 'current') as costed_revenue,
    sum(s.cost) filter (where s.which = 'current') as cost,
    sum(s.units) filter (where s.which = 'current') as units,
    sum(s.costed_revenue - s.cost) filter (where s.which = 'current') as profit,
    coalesce(sum(s.revenue) filter (where s.which = 'previous'), 0) as previous_revenue,
    coalesce(sum(s.costed_revenue) filter (where s.which = 'previous'), 0) as previous_costed_revenue,
    coalesce(sum(s.cost) filter (where s.which = 'previous'), 0) as previous_cost
  from own s
  left join category_ancestors a on a.category_id = s.category_id
  group by 1
  having bool_or(s.which = 'current')
  order by profit desc, category_id
  limit :limit::integer
)
select
  r.category_id::text as key,
  c.name,
  r.revenue,
  r.costed_revenue,
  r.cost,
  r.units::float8 as units,
  r.previous_revenue,
  r.previous_costed_revenue,
  r.previous_cost,
  (select sum(revenue) from own where which = 'current') as all_revenue,
  (select sum(costed_revenue - cost) from own where which = 'current') as all_profit,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join (rolled_up r left join categories c on c.id = r.category_id) on true
order by r.profit desc, r.category_id
