-- The months that begin in [first_day, end_day), from the days of sales reps.
select
  date_trunc('month', day::timestamp)::date as month,
  sales_rep_id,
  customer_segment,
  sum(revenue) as revenue,
  sum(line_revenue) as line_revenue,
  sum(costed_revenue) as costed_revenue,
  sum(cost) as cost,
  sum(orders)::integer as orders,
  sum(units)::bigint as units
from agg_order_daily
where day >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')
  and day < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')
group by 1, 2, 3
