-- The months whose cohorts or sets change, with what they hold before: those of changed days, and all months of a customer who
-- changes cohorts.
insert into drained_customer_months (customer_id, month, old_orders, old_revenue)
select m.customer_id, m.month, coalesce(b.orders, 0), coalesce(b.revenue, 0)
from (
  select customer_id, date_trunc('month', day::timestamp)::date as month from changed_customer_days
  union
  select c.customer_id, a.month
  from drained_customers c
  cross join lateral (
    select date_trunc('month', d.day::timestamp)::date as month from agg_customer_daily d
    where d.customer_id = c.customer_id
  ) a
  where date_trunc('month', c.old_first_day::timestamp) is distinct from date_trunc('month', c.new_first_day::timestamp)
) m
cross join lateral (
  select sum(d.orders) as orders, sum(d.revenue) as revenue
  from agg_customer_daily d
  where d.customer_id = m.customer_id and d.day >= m.month and d.day < (m.month + interval '1 month')::date
) b
