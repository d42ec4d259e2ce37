-- The drained days of products: their lines by index, and each one's order by its key.
select k.day, k.product_id, s.revenue, s.costed_revenue, s.cost, s.units::bigint as units, s.orders::integer as orders
from drained_product_days k
cross join lateral (
  select sum(l.revenue) as revenue, sum(l.costed_revenue) as costed_revenue, sum(l.cost) as cost, sum(l.units) as units,
    count(distinct l.order_id) filter (where not o.is_return) as orders
  from line_sums l
  cross join lateral (
    select c.is_return
    from completed_orders c
    -- Not as an equation: orders of one instant would be looked up by that.
    where c.id = l.order_id and c.order_date >= l.order_date and c.order_date <= l.order_date
    limit 1
  ) o
  where l.product_id = k.product_id and l.order_date >= k.lo and l.order_date < k.hi
) s
where s.revenue is not null
