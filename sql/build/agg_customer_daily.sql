-- The days of the customers [from_customer, to_customer), each with its link, from all built orders; the days before
-- first_day are archived, and stay as they are.
select customer_id, day, orders, revenue, line_revenue, costed_revenue, cost,
  case when orders > 0 then
    max(day) filter (where orders > 0)
      over (partition by customer_id order by day rows between unbounded preceding and 1 preceding)
  end as prev_day
from (
  select customer_id, day, (count(*) filter (where not is_return))::integer as orders, add(revenue) as revenue,
    add(line_revenue) as line_revenue, add(costed_revenue) as costed_revenue, add(cost) as cost
  from built_orders
  where customer_id >= :from_customer::uuid and (customer_id < :to_customer::uuid or :to_customer::uuid is null)
  group by customer_id, day
  union all
  select customer_id, day, orders, revenue, line_revenue, costed_revenue, cost
  from agg_customer_daily
  where day < :first_day::date
    and customer_id >= :from_customer::uuid and (customer_id < :to_customer::uuid or :to_customer::uuid is null)
) days
