-- Days that hold all orders, with one to spare on either side, and their bounds as instants; nulls where there are none.
select
  first_day::text as first_day,
  last_day::text as last_day,
  day_start(first_day, :zone::text) as from,
  day_start(last_day + 1, :zone::text) as to
from (
  select
    (min(order_date) at time zone :zone::text)::date - 1 as first_day,
    (max(order_date) at time zone :zone::text)::date + 1 as last_day
  from orders
) days
