-- Categories, each with all below it, over a range and the one before: whole months and days from agg_product_monthly and
-- agg_product_daily, with the changes of touched days, and what is cut off from the lines. One row a category that sold in
-- the range, the category null for products without one, and all_revenue the whole range's; one row of nulls where there is
-- none.
with ranges as materialized (
  select r.which, c.*
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join lateral day_cover(r.lo, r.hi, :zone::text) c
),
sold as (
  select r.which, a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from ranges r
  join agg_product_monthly a on a.month >= r.first_month and a.month < r.last_month
  union all
  select r.which, a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from ranges r
  cross join lateral (values (r.first_day, r.first_month), (r.last_month, r.last_day)) part (first, last)
  join agg_product_daily a on a.day >= part.first and a.day < part.last
  union all
  select r.which, c.product_id, c.revenue, c.costed_revenue, c.cost, c.units, c.orders
  from ranges r
  cross join lateral product_changes(r.touched_days, :zone::text) c
  union all
  select r.which, l.product_id, l.revenue, l.costed_revenue, l.cost, l.units, (not l.is_return)::integer
  from ranges r
  cross join lateral lines_in(r.edges) l
),
products_sold as (
  select product_id,
    coalesce(sum(revenue) filter (where which = 'current'), 0) as revenue,
    coalesce(sum(costed_revenue) filter (where which = 'current'), 0) as costed_revenue,
    coalesce(sum(cost) filter (where which = 'current'), 0) as cost,
    coalesce(sum(units) filter (where which = 'current'), 0) as units,
    coalesce(sum(orders) filter (where which = 'current'), 0) as orders,
    coalesce(sum(revenue) filter (where which = 'previous'), 0) as previous_revenue
  from sold
  group by product_id
),
rolled_up as (
  select a.ancestor_id as category_id,
    sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue, sum(s.costed_revenue - s.cost) as profit,
    sum(s.units) as units, sum(s.previous_revenue) as previous_revenue
  from products_sold s
  join products p on p.id = s.product_id
  left join category_ancestors a on a.category_id = p.category_id
  group by 1
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  having bool_or((s.orders, s.units, s.revenue, s.costed_revenue, s.cost) <> (0, 0, 0, 0, 0))
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
  (select coalesce(sum(revenue), 0) from products_sold) as all_revenue,
  s.as_of
from (select min(as_of) as as_of from ranges) s
left join (rolled_up r left join category_paths c using (category_id)) on true
order by r.revenue desc, r.category_id
