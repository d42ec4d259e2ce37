select count(distinct customer_id)::integer as customers
from completed_orders
where order_date >= :from::text::timestamp at time zone :zone and order_date < :to::text::timestamp at time zone :zone
  and not is_return
