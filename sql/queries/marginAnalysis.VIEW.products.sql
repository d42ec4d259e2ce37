-- Margins by product over all time, as mv_product_performance holds them. One row a product that sold, and all_revenue and
-- all_profit those of all products; one row of nulls where there is none.
with filters as materialized (
  select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
top as (
  select v.product_id, p.name, v.total_revenue as revenue, v.costed_revenue, v.costed_revenue - v.total_profit as cost,
    v.total_quantity_sold as units, v.total_profit as profit, sum(v.total_revenue) over () as all_revenue,
    sum(v.total_profit) over () as all_profit
  from mv_product_performance v
  -- As products are now: those deleted since are no answer.
  join products p on p.id = v.product_id
  where (v.times_sold, v.total_quantity_sold, v.total_revenue, v.costed_revenue, v.total_profit) <> (0, 0, 0, 0, 0)
    and ((select products from filters) is null or v.product_id in (select unnest(products) from filters))
  order by profit desc, v.product_id
  limit :limit::integer
)
select
  t.product_id::text as key,
  t.name,
  t.revenue,
  t.costed_revenue,
  t.cost,
  t.units::float8 as units,
  0 as previous_revenue,
  0 as previous_costed_revenue,
  0 as previous_cost,
  t.all_revenue,
  t.all_profit,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join top t on true
where s.name = 'mv_product_performance'
order by t.profit desc, t.product_id
