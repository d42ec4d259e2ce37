-- The months whose cohorts or sets change, with what they hold before and after: those of changed days, and all months of a
-- customer who changes cohorts. Each customer's days of a month are looked up once.
with changes as materialized (
  select customer_id, date_trunc('month', day::timestamp)::date as month, day,
    coalesce(orders, 0) - coalesce(old_orders, 0) as orders, coalesce(revenue, 0) - coalesce(old_revenue, 0) as revenue
  from changed_customer_days
)
insert into drained_customer_months (customer_id, month, old_orders, old_thirds, old_revenue, orders, thirds, revenue)
select m.customer_id, m.month, b.orders, array[b.first, b.second, b.third], b.revenue, b.orders + m.orders,
  array[b.first + m.first, b.second + m.second, b.third + m.third], b.revenue + m.revenue
from (
  select customer_id, month, sum(orders) as orders, sum(revenue) as revenue,
    coalesce(sum(orders) filter (where day < month + 10), 0) as first,
    coalesce(sum(orders) filter (where day >= month + 10 and day < month + 20), 0) as second,
    coalesce(sum(orders) filter (where day >= month + 20), 0) as third
  from (
    select customer_id, month, day, orders, revenue from changes
    union all
    select c.customer_id, a.month, null, 0, 0
    from drained_customers c
    cross join lateral (
      select date_trunc('month', d.day::timestamp)::date as month from agg_customer_daily d
      where d.customer_id = c.customer_id
    ) a
    where date_trunc('month', c.old_first_day::timestamp) is distinct from date_trunc('month', c.new_first_day::timestamp)
  ) parts
  group by customer_id, month
) m
cross join lateral (
  select coalesce(sum(d.orders), 0) as orders, coalesce(sum(d.revenue), 0) as revenue,
    coalesce(sum(d.orders) filter (where d.day < m.month + 10), 0) as first,
    coalesce(sum(d.orders) filter (where d.day >= m.month + 10 and d.day < m.month + 20), 0) as second,
    coalesce(sum(d.orders) filter (where d.day >= m.month + 20), 0) as third
  from agg_customer_daily d
  -- By whole rows: a small table, whose statistics may be of another day, would be gone through by date for each customer.
  where d.customer_id = m.customer_id and (d.customer_id, d.day) >= (m.customer_id, m.month)
    and (d.customer_id, d.day) < (m.customer_id, (m.month + interval '1 month')::date)
) b
