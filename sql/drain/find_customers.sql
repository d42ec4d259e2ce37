-- The customers with changed days, and the first day each is active on, before and after.
insert into drained_customers (customer_id, old_first_day, new_first_day)
select c.customer_id,
  (
    select a.day from agg_customer_daily a
    where a.customer_id = c.customer_id and a.orders > 0
    order by a.day limit 1
  ),
  least(
    (
      select a.day from agg_customer_daily a
      where a.customer_id = c.customer_id and a.orders > 0
        and not exists (select from changed_customer_days x where x.customer_id = a.customer_id and x.day = a.day)
      order by a.day limit 1
    ),
    (
      select x.day from changed_customer_days x
      where x.customer_id = c.customer_id and x.is_active
      order by x.day limit 1
    )
  )
from (select distinct customer_id from changed_customer_days) c
