-- The days [first_day, end_day), which are the instants [from, to), by sales rep and by segment at the time of sale.
with days as materialized (
  select array_agg(day_start(:first_day::date + i, :zone::text) order by i) as starts
  from generate_series(0, :end_day::date - :first_day::date - 1) i
),
parts as (
  select order_date, sales_rep_id, customer_segment, revenue, 0 as line_revenue, 0 as costed_revenue, 0 as cost,
    (not is_return)::integer as orders, 0 as units
  from completed_orders
  where order_date >= :from::timestamptz and order_date < :to::timestamptz
  union all
  select order_date, sales_rep_id, customer_segment, 0, revenue, costed_revenue, cost, 0, units
  from completed_lines
  where order_date >= :from::timestamptz and order_date < :to::timestamptz
    and line_date >= :from::timestamptz and line_date < :to::timestamptz
)
select
  :first_day::date + width_bucket(p.order_date, d.starts) - 1 as day,
  p.sales_rep_id,
  p.customer_segment,
  sum(p.revenue) as revenue,
  sum(p.line_revenue) as line_revenue,
  sum(p.costed_revenue) as costed_revenue,
  sum(p.cost) as cost,
  sum(p.orders)::integer as orders,
  sum(p.units)::bigint as units
from days d
cross join parts p
group by 1, 2, 3
