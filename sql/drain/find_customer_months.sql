-- The months whose cohorts or sets change, with what they hold before and after: those of changed days, and all months of a
-- customer who changes cohorts.
with changes as materialized (
  select customer_id, date_trunc('month', day::timestamp)::date as month,
    sum(coalesce(orders, 0) - coalesce(old_orders, 0)) as orders, sum(coalesce(revenue, 0) - coalesce(old_revenue, 0)) as revenue
  from changed_customer_days
  group by 1, 2
)
insert into drained_customer_months (customer_id, month, old_orders, old_revenue, orders, revenue)
select m.customer_id, m.month, b.orders, b.revenue, b.orders + m.orders, b.revenue + m.revenue
from (
  select customer_id, month, sum(orders) as orders, sum(revenue) as revenue
  from (
    select customer_id, month, orders, revenue from changes
    union all
    select c.customer_id, a.month, 0, 0
    from drained_customers c
    cross join lateral (
      select date_trunc('month', d.day::timestamp)::date as month from agg_customer_daily d
      where d.customer_id = c.customer_id
    ) a
    where date_trunc('month', c.old_first_day::timestamp) is distinct from date_trunc('month', c.new_first_day::timestamp)
  ) parts
  group by 1, 2
) m
cross join lateral (
  select coalesce(sum(d.orders), 0) as orders, coalesce(sum(d.revenue), 0) as revenue
  from agg_customer_daily d
  where d.customer_id = m.customer_id and d.day >= m.month and d.day < (m.month + interval '1 month')::date
) b
