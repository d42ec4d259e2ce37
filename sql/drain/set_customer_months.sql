-- What these months hold now.
update drained_customer_months m
set (orders, revenue) = (
  select coalesce(sum(d.orders), 0), coalesce(sum(d.revenue), 0)
  from agg_customer_daily d
  where d.customer_id = m.customer_id and d.day >= m.month and d.day < (m.month + interval '1 month')::date
)
