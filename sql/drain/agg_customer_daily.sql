-- The drained days of customers.
select k.customer_id, k.day, s.orders::integer as orders, s.revenue, s.line_revenue, s.costed_revenue, s.cost
from drained_customer_days k
cross join lateral (
  select count(*) filter (where not o.is_return) as orders, sum(o.revenue) as revenue,
    sum(o.line_revenue) as line_revenue, sum(o.costed_revenue) as costed_revenue, sum(o.cost) as cost
  from completed_order_sums o
  where o.customer_id = k.customer_id and o.order_date >= k.lo and o.order_date < k.hi
) s
where s.revenue is not null
