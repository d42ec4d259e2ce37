-- While nothing is known of these days and later ones: each row follows the customer's row before it among the new ones,
-- and the first of them the last one that is there. (Here and wherever a customer's days are looked up, the offset keeps
-- Postgres from walking through all customers' days by date, as it would on a table that was empty when it planned.)
insert into agg_customer_daily (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost, prev_day)
select c.customer_id, c.day, c.orders, c.revenue, c.line_revenue, c.costed_revenue, c.cost,
  case
    when not c.is_active then null
    when c.last_active is not null then c.last_active
    else (
      select max(a.day) from (
        select day from agg_customer_daily where customer_id = c.customer_id and orders > 0 offset 0
      ) a
    )
  end
from (
  select *, max(day) filter (where is_active)
    over (partition by customer_id order by day rows between unbounded preceding and 1 preceding) as last_active
  from changed_customer_days
) c
order by c.customer_id, c.day
