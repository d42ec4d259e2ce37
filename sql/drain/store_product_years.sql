-- What the drained days of products add to the sums up to later days of their years, against what they were. Few days have any
-- after them.
merge into agg_product_year_to_date a
using (
  select y.until, k.product_id, sum(k.revenue) as revenue, sum(k.costed_revenue) as costed_revenue, sum(k.cost) as cost,
    sum(k.units)::bigint as units, sum(k.orders)::bigint as orders
  from (
    select day, product_id,
      coalesce(revenue, 0) - coalesce(old_revenue, 0) as revenue,
      coalesce(costed_revenue, 0) - coalesce(old_costed_revenue, 0) as costed_revenue,
      coalesce(cost, 0) - coalesce(old_cost, 0) as cost,
      coalesce(units, 0) - coalesce(old_units, 0) as units,
      coalesce(orders, 0) - coalesce(old_orders, 0) as orders
    from drained_product_days
    where day < (select max(until) from years_to_date)
      and (revenue, costed_revenue, cost, units, orders)
        is distinct from (old_revenue, old_costed_revenue, old_cost, old_units, old_orders)
  ) k
  join years_to_date y on y.until > k.day and y.until <= date_trunc('year', k.day::timestamp) + interval '1 year'
  group by y.until, k.product_id
) d
on a.until = d.until and a.product_id = d.product_id
when matched and (a.revenue + d.revenue, a.costed_revenue + d.costed_revenue, a.cost + d.cost, a.units + d.units,
  a.orders + d.orders) = (0, 0, 0, 0, 0) then delete
when matched then update set revenue = a.revenue + d.revenue, costed_revenue = a.costed_revenue + d.costed_revenue,
  cost = a.cost + d.cost, units = a.units + d.units, orders = a.orders + d.orders
when not matched and (d.revenue, d.costed_revenue, d.cost, d.units, d.orders) <> (0, 0, 0, 0, 0) then insert
  (until, product_id, revenue, costed_revenue, cost, units, orders)
  values (d.until, d.product_id, d.revenue, d.costed_revenue, d.cost, d.units, d.orders)
