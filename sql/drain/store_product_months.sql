-- What the drained days of products add to their months, against what they were. A month whose last such day is gone is
-- removed: its sums alone do not tell, as sales and returns may cancel out.
merge into agg_product_monthly m
using (
  select month, product_id, sum(revenue) as revenue, sum(costed_revenue) as costed_revenue, sum(cost) as cost,
    sum(units)::bigint as units, sum(orders)::integer as orders,
    bool_or(is_gone) and not exists (
      select from agg_product_daily d
      where d.product_id = k.product_id and d.day >= k.month and d.day < (k.month + interval '1 month')::date
    ) as is_gone
  from (
    select date_trunc('month', day::timestamp)::date as month, product_id,
      coalesce(revenue, 0) - coalesce(old_revenue, 0) as revenue,
      coalesce(costed_revenue, 0) - coalesce(old_costed_revenue, 0) as costed_revenue,
      coalesce(cost, 0) - coalesce(old_cost, 0) as cost,
      coalesce(units, 0) - coalesce(old_units, 0) as units,
      coalesce(orders, 0) - coalesce(old_orders, 0) as orders,
      revenue is null as is_gone
    from drained_product_days
    where (revenue, costed_revenue, cost, units, orders)
      is distinct from (old_revenue, old_costed_revenue, old_cost, old_units, old_orders)
  ) k
  group by month, product_id
) d
on m.month = d.month and m.product_id = d.product_id
when matched and d.is_gone then delete
when matched then update set revenue = m.revenue + d.revenue, costed_revenue = m.costed_revenue + d.costed_revenue,
  cost = m.cost + d.cost, units = m.units + d.units, orders = m.orders + d.orders
when not matched then insert (month, product_id, revenue, costed_revenue, cost, units, orders)
  values (d.month, d.product_id, d.revenue, d.costed_revenue, d.cost, d.units, d.orders)
