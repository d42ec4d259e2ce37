-- The drained days of customers.
select o.customer_id, o.day, (count(*) filter (where not o.is_return))::integer as orders, sum(o.revenue) as revenue,
  sum(o.line_revenue) as line_revenue, sum(o.costed_revenue) as costed_revenue, sum(o.cost) as cost
from drained_customer_days k
join drained_orders o on o.customer_id = k.customer_id and o.day = k.day
group by o.customer_id, o.day
