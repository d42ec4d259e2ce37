-- The hours of the summed orders.
select metric_hour, hour_end(metric_hour, :zone::text) as hour_end, revenue, line_revenue, costed_revenue, cost, units,
  order_count, revenue / nullif(order_count, 0) as avg_order_value, unique_customers
from (
  select metric_hour, sum(revenue) as revenue, sum(line_revenue) as line_revenue, sum(costed_revenue) as costed_revenue,
    sum(cost) as cost, sum(units)::bigint as units, (count(*) filter (where not is_return))::integer as order_count,
    (count(distinct customer_id) filter (where not is_return))::integer as unique_customers
  from drained_orders
  group by metric_hour
) hours
