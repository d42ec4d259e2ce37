-- The drained days of products. Lines lead, by their index; bounds on the orders too would make Postgres read all of a day's.
select k.day, k.product_id, s.revenue, s.costed_revenue, s.cost, s.units::bigint as units, s.orders::integer as orders
from drained_product_days k
cross join lateral (
  select sum(l.revenue) as revenue, sum(l.costed_revenue) as costed_revenue, sum(l.cost) as cost, sum(l.units) as units,
    count(distinct l.order_id) filter (where not l.is_return) as orders
  from completed_lines l
  where l.product_id = k.product_id and l.line_date >= k.lo and l.line_date < k.hi
) s
where s.revenue is not null
