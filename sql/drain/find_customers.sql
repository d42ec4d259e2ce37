-- The customers with changed days, and the first day each is active on, before and after. Only where the first one is among
-- those that change does the one after it have to be looked for. (Here and wherever a customer's days are looked up, the offset
-- keeps Postgres from walking through all customers' days by date, as it would on a table that was empty when it planned.)
insert into drained_customers (customer_id, old_first_day, new_first_day)
select f.customer_id, f.old_first_day,
  least(
    case
      when exists (select from changed_customer_days x where x.customer_id = f.customer_id and x.day = f.old_first_day) then (
        select min(a.day) from (
          select day from agg_customer_daily where customer_id = f.customer_id and orders > 0 offset 0
        ) a
        where not exists (select from changed_customer_days x where x.customer_id = f.customer_id and x.day = a.day)
      )
      else f.old_first_day
    end,
    f.first_changed
  )
from (
  select c.customer_id, c.first_changed,
    (
      -- There is one such day, unless a link is wrong: then a repair comes later, and drains go on.
      select min(a.day) from (
        select day from agg_customer_daily where customer_id = c.customer_id and orders > 0 and prev_day is null offset 0
      ) a
    ) as old_first_day
  from (
    select customer_id, min(day) filter (where is_active) as first_changed from changed_customer_days group by customer_id
  ) c
) f
