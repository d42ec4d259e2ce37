-- The months, from first_day on, of the customers [from_customer, to_customer).
select touch_range(day_start(month, :zone::text), day_start((month + interval '1 month')::date, :zone::text))
from (
  select date_trunc('month', day::timestamp)::date as month from built_orders
  where customer_id >= :from_customer::uuid and (customer_id < :to_customer::uuid or :to_customer::uuid is null)
  union
  select date_trunc('month', day::timestamp)::date from agg_customer_daily
  where customer_id >= :from_customer::uuid and (customer_id < :to_customer::uuid or :to_customer::uuid is null)
    and day >= :first_day::date
) months
