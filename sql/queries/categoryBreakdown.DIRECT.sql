-- Categories, each with all below it, over a range and the one before, from the lines alone. One row a category that
-- sold in the range, the category null for products without one, and all_revenue the whole range's; one row of nulls
-- where there is none.
with ranges as materialized (
  select * from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
),
sold as (
  select r.which, l.product_id, l.revenue, l.costed_revenue, l.cost, l.units, (not l.is_return)::integer as orders
  from ranges r
  cross join lateral (
    select * from sold_lines s
    where s.order_date >= r.lo and s.order_date < r.hi and s.line_date >= r.lo and s.line_date < r.hi
    -- Keeps these bounds inside, where they spare Postgres other months.
    offset 0
  ) l
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
  -- What was on no order and came to nothing in every sum was not sold: see the other lane.
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
  snapshot_as_of() as as_of
from (values (true)) always (row)
left join (rolled_up r left join category_paths c using (category_id)) on true
order by r.revenue desc, r.category_id
