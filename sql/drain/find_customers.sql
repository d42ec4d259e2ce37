-- The customers with changed days, and the first day each is active on, before and after.
insert into drained_customers (customer_id, old_first_day, new_first_day)
select c.customer_id,
  (
    select min(a.day) from (
      select day from agg_customer_daily where customer_id = c.customer_id and orders > 0 offset 0
    ) a
  ),
  least(
    (
      select min(a.day) from (
        select day from agg_customer_daily where customer_id = c.customer_id and orders > 0 offset 0
      ) a
      where not exists (select from changed_customer_days x where x.customer_id = c.customer_id and x.day = a.day)
    ),
    (
      select x.day from changed_customer_days x
      where x.customer_id = c.customer_id and x.is_active
      order by x.day limit 1
    )
  )
from (select distinct customer_id from changed_customer_days) c
