-- The last instant of the day of the last order, in the shop's zone; null where there is none.
select day_start((max(order_date) at time zone :zone::text)::date + 1, :zone::text) - interval '1 millisecond' as now
from orders
