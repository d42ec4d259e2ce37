-- The days [first_day, end_day), which are the instants [from, to). Guests have no rows. prev_day is no sum, and follows
-- from the rows themselves.
with days as materialized (
  select array_agg(day_start(:first_day::date + i, :zone::text) order by i) as starts
  from generate_series(0, :end_day::date - :first_day::date - 1) i
),
parts as (
  select order_date, customer_id, revenue, 0 as line_revenue, 0 as costed_revenue, 0 as cost,
    (not is_return)::integer as orders
  from completed_orders
  where order_date >= :from::timestamptz and order_date < :to::timestamptz and customer_id is not null
  union all
  select order_date, customer_id, 0, revenue, costed_revenue, cost, 0
  from completed_lines
  where order_date >= :from::timestamptz and order_date < :to::timestamptz
    and line_date >= :from::timestamptz and line_date < :to::timestamptz and customer_id is not null
)
select
  p.customer_id,
  :first_day::date + width_bucket(p.order_date, d.starts) - 1 as day,
  sum(p.orders)::integer as orders,
  sum(p.revenue) as revenue,
  sum(p.line_revenue) as line_revenue,
  sum(p.costed_revenue) as costed_revenue,
  sum(p.cost) as cost
from days d
cross join parts p
group by 1, 2
