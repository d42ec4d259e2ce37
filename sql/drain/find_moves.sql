-- What days of categories lose and get by the products that have moved: all their days, archived ones too.
insert into drained_category_days (day, category_id, revenue, costed_revenue, cost, units, times_sold)
select d.day, v.category_id, sum(v.sign * d.revenue), sum(v.sign * d.costed_revenue), sum(v.sign * d.cost),
  sum(v.sign * d.units), sum(v.sign * d.orders)
from (
  select a.day, m.old_category_id, m.new_category_id, sum(a.revenue) as revenue, sum(a.costed_revenue) as costed_revenue,
    sum(a.cost) as cost, sum(a.units) as units, sum(a.orders) as orders
  from moved_products m
  join agg_product_daily a on a.product_id = m.product_id
  group by 1, 2, 3
) d
cross join lateral (values (d.old_category_id, -1), (d.new_category_id, 1)) v (category_id, sign)
group by 1, 2
