-- The customers' days of the summed orders. Guests have none.
select customer_id, day, (count(*) filter (where not is_return))::integer as orders, sum(revenue) as revenue,
  sum(line_revenue) as line_revenue, sum(costed_revenue) as costed_revenue, sum(cost) as cost
from drained_orders
where customer_id is not null
group by customer_id, day
