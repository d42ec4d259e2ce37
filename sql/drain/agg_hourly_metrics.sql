-- The drained hours.
select
  h.metric_hour,
  h.hour_end,
  o.revenue,
  coalesce(l.line_revenue, 0) as line_revenue,
  coalesce(l.costed_revenue, 0) as costed_revenue,
  coalesce(l.cost, 0) as cost,
  coalesce(l.units, 0)::bigint as units,
  o.order_count::integer as order_count,
  o.revenue / nullif(o.order_count, 0) as avg_order_value,
  o.unique_customers::integer as unique_customers
from drained_hours h
cross join lateral (
  select sum(c.revenue) as revenue, count(*) filter (where not c.is_return) as order_count,
    count(distinct c.customer_id) filter (where not c.is_return) as unique_customers
  from completed_orders c
  where c.order_date >= h.metric_hour and c.order_date < h.hour_end
) o
cross join lateral (
  select sum(c.revenue) as line_revenue, sum(c.costed_revenue) as costed_revenue, sum(c.cost) as cost,
    sum(c.units) as units
  from completed_lines c
  where c.order_date >= h.metric_hour and c.order_date < h.hour_end
) l
where o.revenue is not null
