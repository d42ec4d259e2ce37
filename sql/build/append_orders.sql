-- The customers' orders of the days at hand.
insert into built_orders (customer_id, day, is_return, revenue, line_revenue, costed_revenue, cost)
select customer_id, day, is_return, revenue, line_revenue, costed_revenue, cost
from drained_orders
where customer_id is not null
