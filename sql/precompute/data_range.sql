-- The days that hold orders, as instants; nulls where there are none.
select
  day_start((min(order_date) at time zone :zone::text)::date, :zone::text) as from,
  day_start((max(order_date) at time zone :zone::text)::date + 1, :zone::text) as to
from orders
