-- The products' days of taken rows among the days [first_day, end_day), which are the instants [from, to), as they were. An
-- order's products are those of its lines; a line that it had and has no more was touched itself.
insert into drained_product_days (day, product_id, lo, hi, old_revenue, old_costed_revenue, old_cost, old_units, old_orders)
select k.day, k.product_id, k.lo, k.hi, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
from (
  select distinct d.day, d.lo, d.hi, p.product_id
  from taken t
  join drained_days d on d.day = t.day and not d.whole
  cross join lateral (
    select t.product_id where t.kind = 'line'
    union all
    select i.product_id from order_items i
    where t.kind = 'order' and i.order_id = t.order_id and i.order_date = t.at
      and i.order_date >= :from::timestamptz and i.order_date < :to::timestamptz
  ) p
  where t.day >= :first_day::date and t.day < :end_day::date
) k
left join agg_product_daily a on a.day = k.day and a.product_id = k.product_id
