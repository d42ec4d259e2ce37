-- The months of the drained days of products.
select k.month, k.product_id, s.revenue, s.costed_revenue, s.cost, s.units::bigint as units, s.orders::integer as orders
from (select distinct date_trunc('month', day::timestamp)::date as month, product_id from drained_product_days) k
cross join lateral (
  select sum(d.revenue) as revenue, sum(d.costed_revenue) as costed_revenue, sum(d.cost) as cost, sum(d.units) as units,
    sum(d.orders) as orders
  from agg_product_daily d
  where d.product_id = k.product_id and d.day >= k.month and d.day < (k.month + interval '1 month')::date
) s
where s.revenue is not null
