-- The months that begin in [first_day, end_day), from the days. An order lies in one day, so counts add up too.
select
  date_trunc('month', day::timestamp)::date as month,
  product_id,
  sum(revenue) as revenue,
  sum(costed_revenue) as costed_revenue,
  sum(cost) as cost,
  sum(units)::bigint as units,
  sum(orders)::integer as orders
from agg_product_daily
where day >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')
  and day < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')
group by 1, 2
