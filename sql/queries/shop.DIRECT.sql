-- The first and the last instant of any completed order, nulls while there is none.
select
  min(order_date) as first_order,
  max(order_date) as last_order,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from sold_orders
