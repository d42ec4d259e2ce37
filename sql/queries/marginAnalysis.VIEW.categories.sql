-- Margins by category, each with all below it, over all time, as mv_product_performance holds its products. One row a
-- category that sold, the key null for products without one, and all_revenue and all_profit those of all products; one row of
-- nulls where there is none.
with filters as materialized (
  select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
-- Of each category its own products, those that are in it now, before it is added to those above it.
own as materialized (
  select p.category_id, sum(v.total_revenue) as revenue, sum(v.costed_revenue) as costed_revenue,
    sum(v.costed_revenue - v.total_profit) as cost, sum(v.total_quantity_sold) as units
  from mv_product_performance v
  join products p on p.id = v.product_id
  where (select products from filters) is null or v.product_id in (select unnest(products) from filters)
  group by p.category_id
  having (sum(v.times_sold), sum(v.total_quantity_sold), sum(v.total_revenue), sum(v.costed_revenue), sum(v.total_profit))
    <> (0, 0, 0, 0, 0)
),
rolled_up as (
  select a.ancestor_id as category_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue,
    sum(s.cost) as cost, sum(s.units) as units, sum(s.costed_revenue - s.cost) as profit
  from own s
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
  (select sum(revenue) from own) as all_revenue,
  (select sum(costed_revenue - cost) from own) as all_profit,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join (rolled_up r left join categories c on c.id = r.category_id) on true
where s.name = 'mv_product_performance'
order by r.profit desc, r.category_id
