-- What the drained days of products add to those of the categories that they are counted in, against what they were.
insert into drained_category_days (day, category_id, revenue, costed_revenue, cost, units, times_sold)
select k.day, c.category_id,
  sum(coalesce(k.revenue, 0) - coalesce(k.old_revenue, 0)),
  sum(coalesce(k.costed_revenue, 0) - coalesce(k.old_costed_revenue, 0)),
  sum(coalesce(k.cost, 0) - coalesce(k.old_cost, 0)),
  sum(coalesce(k.units, 0) - coalesce(k.old_units, 0)),
  sum(coalesce(k.orders, 0) - coalesce(k.old_orders, 0))
from drained_product_days k
-- The offset keeps it to looking up these products, rather than reading all.
left join lateral (select category_id from agg_product_category where product_id = k.product_id offset 0) c on true
where (k.revenue, k.costed_revenue, k.cost, k.units, k.orders)
  is distinct from (k.old_revenue, k.old_costed_revenue, k.old_cost, k.old_units, k.old_orders)
group by k.day, c.category_id
