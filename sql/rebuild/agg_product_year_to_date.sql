-- Up to the day :until, from the first day of the year that the day before it lies in: from months and the days after them.
select
  :until::date as until,
  product_id,
  sum(revenue) as revenue,
  sum(costed_revenue) as costed_revenue,
  sum(cost) as cost,
  sum(units)::bigint as units,
  sum(orders)::bigint as orders
from (
  select product_id, revenue, costed_revenue, cost, units, orders
  from agg_product_monthly
  where month >= date_trunc('year', :until::date - interval '1 day') and month < date_trunc('month', :until::timestamp)
  union all
  select product_id, revenue, costed_revenue, cost, units, orders
  from agg_product_daily
  where day >= date_trunc('month', :until::timestamp) and day < :until::date
) sold
group by product_id
having (sum(revenue), sum(costed_revenue), sum(cost), sum(units), sum(orders)) <> (0, 0, 0, 0, 0)
