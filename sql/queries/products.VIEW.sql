-- A page of all products, sold or not, in the order of a measure over all time, from mv_product_performance. One row a
-- product, total how many there are on all pages; one of nulls where the page is empty.
with part as materialized (
  select found_products(:patterns::text[], matching_products(:category_ids::uuid[], :product_ids::uuid[])) as products
),
listed as materialized (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select *, product_measure(:sort::text, revenue, costed_revenue, profit, units) as measure
    from (
      -- Products are listed as they are now: what the view does not have yet had not sold when it was refreshed.
      select p.id as product_id, coalesce(v.total_revenue, 0) as revenue, coalesce(v.costed_revenue, 0) as costed_revenue,
        coalesce(v.total_profit, 0) as profit, coalesce(v.total_quantity_sold, 0) as units,
        coalesce(v.times_sold, 0) as orders
      from products p
      left join mv_product_performance v on v.product_id = p.id
      where (select products from part) is null or p.id in (select unnest(products) from part)
    ) figures
  ) measured
)
select
  l.product_id,
  l.rank::integer as rank,
  trim_scale(l.measure)::text as measure,
  l.revenue,
  l.costed_revenue,
  l.profit,
  l.units::float8 as units,
  l.orders::float8 as orders,
  (select count(*) from listed)::integer as total,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join (
  select * from listed
  where is_after(measure, product_id, :after_measure::numeric, :after_id::uuid)
  order by rank
  limit :first::integer
) l on true
where s.name = 'mv_product_performance'
order by l.rank
