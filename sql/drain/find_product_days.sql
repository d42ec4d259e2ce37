-- The products' days of taken rows, of one day or of all; an order's products are those of its lines. A line that it had
-- and has no more was touched itself.
insert into drained_product_days
  (day, lo, hi, product_id, old_revenue, old_costed_revenue, old_cost, old_units)
select k.day, k.lo, k.hi, k.product_id, a.revenue, a.costed_revenue, a.cost, a.units
from (
  select distinct d.day, d.lo, d.hi, p.product_id
  from taken t
  join drained_days d on d.day = t.day and not d.whole
  cross join lateral (
    select t.product_id where t.kind = 'line'
    union all
    select i.product_id from order_items i where t.kind = 'order' and i.order_id = t.order_id and i.order_date = t.at
  ) p
  where :day::date is null or t.day = :day::date
) k
left join agg_product_daily a on a.day = k.day and a.product_id = k.product_id
