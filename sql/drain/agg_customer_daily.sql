-- The drained days of customers.
select k.customer_id, k.day, o.orders::integer as orders, o.revenue, coalesce(l.line_revenue, 0) as line_revenue,
  coalesce(l.costed_revenue, 0) as costed_revenue, coalesce(l.cost, 0) as cost
from drained_customer_days k
cross join lateral (
  select count(*) filter (where not c.is_return) as orders, sum(c.revenue) as revenue
  from completed_orders c
  where c.customer_id = k.customer_id and c.order_date >= k.lo and c.order_date < k.hi
) o
cross join lateral (
  select sum(c.revenue) as line_revenue, sum(c.costed_revenue) as costed_revenue, sum(c.cost) as cost
  from completed_lines c
  where c.customer_id = k.customer_id and c.order_date >= k.lo and c.order_date < k.hi
) l
where o.revenue is not null
