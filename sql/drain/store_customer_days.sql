-- The customer-days as they are now, each with its link.
insert into agg_customer_daily as a (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost, prev_day)
select c.customer_id, c.day, c.orders, c.revenue, c.line_revenue, c.costed_revenue, c.cost,
  case when l.customer_id is not null then l.new_prev_day when c.is_active then c.old_prev_day end
from changed_customer_days c
left join drained_links l on l.customer_id = c.customer_id and l.day = c.day and l.is_link
where c.orders is not null
on conflict (customer_id, day) do update
set orders = excluded.orders, revenue = excluded.revenue, line_revenue = excluded.line_revenue,
  costed_revenue = excluded.costed_revenue, cost = excluded.cost, prev_day = excluded.prev_day
