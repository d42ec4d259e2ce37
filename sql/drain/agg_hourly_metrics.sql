-- The drained hours.
select
  h.metric_hour,
  h.hour_end,
  sum(o.revenue) as revenue,
  sum(o.line_revenue) as line_revenue,
  sum(o.costed_revenue) as costed_revenue,
  sum(o.cost) as cost,
  sum(o.units)::bigint as units,
  (count(*) filter (where not o.is_return))::integer as order_count,
  sum(o.revenue) / nullif(count(*) filter (where not o.is_return), 0) as avg_order_value,
  (count(distinct o.customer_id) filter (where not o.is_return))::integer as unique_customers
from drained_hours h
join drained_orders o on o.metric_hour = h.metric_hour
group by h.metric_hour, h.hour_end
