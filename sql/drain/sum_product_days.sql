-- Sums the drained days of products, which lie in [from, to), anew from their lines, which an index finds. A line's order is
-- among the drained ones, or found by its key.
update drained_product_days k
set revenue = s.revenue, costed_revenue = s.costed_revenue, cost = s.cost, units = s.units, orders = s.orders
from (
  select k.day, k.product_id, sum(l.revenue) as revenue, sum(l.costed_revenue) as costed_revenue, sum(l.cost) as cost,
    sum(l.units) as units, count(distinct l.order_id) filter (where not coalesce(d.is_return, o.is_return)) as orders
  from drained_product_days k
  cross join lateral (
    select * from line_sums where product_id = k.product_id and order_date >= k.lo and order_date < k.hi
      and order_date >= :from::timestamptz and order_date < :to::timestamptz offset 0
  ) l
  left join drained_orders d on d.id = l.order_id
  left join lateral (
    select c.is_return
    from completed_orders c
    -- Not as an equation: orders of one instant would be looked up by that.
    where d.id is null and c.id = l.order_id and c.order_date >= l.order_date and c.order_date <= l.order_date
      and c.order_date >= :from::timestamptz and c.order_date < :to::timestamptz
    limit 1
  ) o on true
  where d.id is not null or o.is_return is not null
  group by k.day, k.product_id
) s
where k.day = s.day and k.product_id = s.product_id
