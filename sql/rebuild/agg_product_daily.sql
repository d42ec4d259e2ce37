-- The days [first_day, end_day), which are the instants [from, to). A product has a row for each day it was sold or
-- returned on. A day is told by its bounds, not by the local date of an instant: where a clock is turned back over
-- midnight, those run back and forth.
with days as materialized (
  select array_agg(day_start(:first_day::date + i, :zone::text) order by i) as starts
  from generate_series(0, :end_day::date - :first_day::date - 1) i
)
select
  :first_day::date + width_bucket(l.order_date, d.starts) - 1 as day,
  l.product_id,
  sum(l.revenue) as revenue,
  sum(l.costed_revenue) as costed_revenue,
  sum(l.cost) as cost,
  sum(l.units)::bigint as units,
  count(distinct l.order_id) filter (where not l.is_return)::integer as orders
from days d
join completed_lines l on l.order_date >= :from::timestamptz and l.order_date < :to::timestamptz
  and l.line_date >= :from::timestamptz and l.line_date < :to::timestamptz
group by 1, 2
