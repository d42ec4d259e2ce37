-- The first and the last instant of any completed order, nulls while there is none.
select min(order_date) as first_order, max(order_date) as last_order, snapshot_as_of() as as_of
from sold_orders
