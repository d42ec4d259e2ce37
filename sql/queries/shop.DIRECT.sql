-- The first and the last instant of any order, nulls while there is none.
select min(order_date) as first_order, max(order_date) as last_order, transaction_timestamp() as as_of
from orders
