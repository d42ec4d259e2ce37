-- The sums of two ranges, current and previous, from the orders alone. One row a range.
with ranges as materialized (
  select * from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
)
select
  r.which,
  coalesce(o.revenue, 0) as revenue,
  coalesce(l.line_revenue, 0) as line_revenue,
  coalesce(l.costed_revenue, 0) as costed_revenue,
  coalesce(l.cost, 0) as cost,
  coalesce(l.units, 0)::float8 as units,
  o.orders::float8 as orders,
  snapshot_as_of() as as_of
from ranges r
cross join lateral (
  select sum(c.revenue) as revenue, count(*) filter (where not c.is_return) as orders
  from sold_orders c
  where c.order_date >= r.lo and c.order_date < r.hi
) o
cross join lateral (
  select sum(c.revenue) as line_revenue, sum(c.costed_revenue) as costed_revenue, sum(c.cost) as cost, sum(c.units) as units
  from sold_lines c
  where c.order_date >= r.lo and c.order_date < r.hi and c.line_date >= r.lo and c.line_date < r.hi
) l
