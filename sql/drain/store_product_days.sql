-- The drained days of products, where they differ from what they were.
with removed as (
  delete from agg_product_daily a
  using drained_product_days k
  where k.revenue is null and k.old_revenue is not null and a.day = k.day and a.product_id = k.product_id
)
insert into agg_product_daily (day, product_id, revenue, costed_revenue, cost, units, orders)
select day, product_id, revenue, costed_revenue, cost, units, orders
from drained_product_days
where revenue is not null and (revenue, costed_revenue, cost, units, orders)
  is distinct from (old_revenue, old_costed_revenue, old_cost, old_units, old_orders)
on conflict (day, product_id) do update
set revenue = excluded.revenue, costed_revenue = excluded.costed_revenue, cost = excluded.cost, units = excluded.units,
  orders = excluded.orders
