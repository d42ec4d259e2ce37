-- The drained hours. Customers are told apart by hashing them: to sort them would take longer than all sums.
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
  coalesce(min(u.customers), 0)::integer as unique_customers
from drained_hours h
join drained_orders o on o.metric_hour = h.metric_hour
left join (
  select metric_hour, count(customer_id) as customers
  from (select distinct metric_hour, customer_id from drained_orders where not is_return) c
  group by metric_hour
) u on u.metric_hour = h.metric_hour
group by h.metric_hour, h.hour_end
