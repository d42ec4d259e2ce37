-- Products ranked by a measure over all time, from mv_product_performance. One row a product; one of nulls where there is
-- none.
with part as materialized (select matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products),
top as (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select v.*, product_measure(:sort::text, total_revenue, costed_revenue, total_profit, total_quantity_sold) as measure
    from mv_product_performance v
    -- Since the refresh, one may be deleted.
    join products p on p.id = v.product_id
    where (v.times_sold, v.total_quantity_sold, v.total_revenue, v.costed_revenue, v.total_profit) <> (0, 0, 0, 0, 0)
      and ((select products from part) is null or v.product_id in (select unnest(products) from part))
    order by measure desc nulls last, v.product_id
    limit :limit::integer
  ) best
)
select
  t.product_id,
  t.rank::integer as rank,
  t.total_revenue as revenue,
  t.costed_revenue,
  t.total_profit as profit,
  t.total_quantity_sold::float8 as units,
  t.times_sold::float8 as orders,
  0::numeric as previous_revenue,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join top t on true
where s.name = 'mv_product_performance'
order by t.rank
