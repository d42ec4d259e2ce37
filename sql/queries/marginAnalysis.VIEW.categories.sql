-- Margins by category, each with all below it, over all time, as mv_product_performance holds its products. One row a
-- category that sold, the key null for products without one, and all_revenue and all_profit those of all products; one row of
-- nulls where there is none.
with filters as materialized (
  select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
products_sold as materialized (
  -- In the categories that they are in now.
  select p.category_id, v.total_revenue as revenue, v.costed_revenue, v.costed_revenue - v.total_profit as cost,
    v.total_quantity_sold as units
  from mv_product_performance v
  join products p on p.id = v.product_id
  where (v.times_sold, v.total_quantity_sold, v.total_revenue, v.costed_revenue, v.total_profit) <> (0, 0, 0, 0, 0)
    and ((select products from filters) is null or v.product_id in (select unnest(products) from filters))
),
rolled_up as (
  select a.ancestor_id as category_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue,
    sum(s.cost) as cost, sum(s.units) as units, sum(s.costed_revenue - s.cost) as profit
  from products_sold s
  left join category_ancestors a on a.category_id = s.category_id
  group by 1
  order by profit desc, category_id
  limit :limit::integer
)
select
  r.category_id::text as key,
  c.name,
  r.revenue,
  r.costed_revenue,
  r.cost,
  r.units::float8 as units,
  0 as previous_revenue,
  0 as previous_costed_revenue,
  0 as previous_cost,
  (select sum(revenue) from products_sold) as all_revenue,
  (select sum(costed_revenue - cost) from products_sold) as all_profit,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join (rolled_up r left join categories c on c.id = r.category_id) on true
where s.name = 'mv_product_performance'
order by r.profit desc, r.category_id
