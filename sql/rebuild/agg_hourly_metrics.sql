-- The hours that lie in [from, to), both on the bounds of an hour. Hours without an order have no row.
with hours as (
  select date_trunc('hour', o.order_date, :zone::text) as hour, o.order_date, o.customer_id, o.revenue, o.is_return
  from completed_orders o
  where o.order_date >= :from::timestamptz and o.order_date < :to::timestamptz
),
order_sums as (
  select
    hour,
    min(order_date) as some_instant,
    sum(revenue) as revenue,
    count(*) filter (where not is_return) as order_count,
    count(distinct customer_id) filter (where not is_return) as unique_customers
  from hours
  group by hour
),
line_sums as (
  select
    date_trunc('hour', l.order_date, :zone::text) as hour,
    sum(l.revenue) as line_revenue,
    sum(l.costed_revenue) as costed_revenue,
    sum(l.cost) as cost,
    sum(l.units) as units
  from completed_lines l
  where l.order_date >= :from::timestamptz and l.order_date < :to::timestamptz
    and l.line_date >= :from::timestamptz and l.line_date < :to::timestamptz
  group by 1
)
select
  hour_start(o.some_instant, :zone::text) as metric_hour,
  hour_end(o.some_instant, :zone::text) as hour_end,
  o.revenue,
  coalesce(l.line_revenue, 0) as line_revenue,
  coalesce(l.costed_revenue, 0) as costed_revenue,
  coalesce(l.cost, 0) as cost,
  coalesce(l.units, 0)::bigint as units,
  o.order_count::integer as order_count,
  o.revenue / nullif(o.order_count, 0) as avg_order_value,
  o.unique_customers::integer as unique_customers
from order_sums o
left join line_sums l using (hour)
