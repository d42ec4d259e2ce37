-- The days [first_day, end_day), from those of products, in the categories that these are counted in.
select
  d.day,
  c.category_id,
  sum(d.revenue) as revenue,
  sum(d.costed_revenue) as costed_revenue,
  sum(d.cost) as cost,
  sum(d.units)::bigint as units,
  sum(d.orders)::bigint as times_sold
from agg_product_daily d
left join agg_product_category c using (product_id)
where d.day >= :first_day::date and d.day < :end_day::date
group by 1, 2
having (sum(d.revenue), sum(d.costed_revenue), sum(d.cost), sum(d.units), sum(d.orders)) <> (0, 0, 0, 0, 0)
