-- The drained hours.
select
  h.metric_hour,
  h.hour_end,
  s.revenue,
  s.line_revenue,
  s.costed_revenue,
  s.cost,
  s.units::bigint as units,
  s.order_count::integer as order_count,
  s.revenue / nullif(s.order_count, 0) as avg_order_value,
  s.unique_customers::integer as unique_customers
from drained_hours h
cross join lateral (
  select
    sum(o.revenue) as revenue,
    sum(o.line_revenue) as line_revenue,
    sum(o.costed_revenue) as costed_revenue,
    sum(o.cost) as cost,
    sum(o.units) as units,
    count(*) filter (where not o.is_return) as order_count,
    count(distinct o.customer_id) filter (where not o.is_return) as unique_customers
  from completed_order_sums o
  where o.order_date >= h.metric_hour and o.order_date < h.hour_end
) s
where s.revenue is not null
