-- A page of all products, sold or not, in the order of a measure over a range, from the lines alone. One row a product,
-- total how many there are on all pages; one of nulls where the page is empty.
with part as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps, :segments::text[] as segments,
    found_products(:patterns::text[], matching_products(:category_ids::uuid[], :product_ids::uuid[])) as products
),
listed as materialized (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select *, product_measure(:sort::text, revenue, costed_revenue, profit, units) as measure
    from (
      select p.id as product_id, coalesce(s.revenue, 0) as revenue, coalesce(s.costed_revenue, 0) as costed_revenue,
        coalesce(s.costed_revenue - s.cost, 0) as profit, coalesce(s.units, 0) as units
      from products p
      left join (
        select s.*
        from part f
        cross join lateral product_line_sums(:from::timestamptz, :to::timestamptz, f.reps, f.segments, f.products) s
      ) s on s.product_id = p.id
      where (select products from part) is null or p.id in (select unnest(products) from part)
    ) figures
  ) measured
),
page as materialized (
  select * from listed
  where is_after(measure, product_id, :after_measure::numeric, :after_id::uuid)
  order by rank
  limit :first::integer
),
ordered as (
  select o.*
  from part f
  cross join lateral product_orders(
    :from::timestamptz, :to::timestamptz, f.reps, f.segments, array(select product_id from page)
  ) o
)
select
  l.product_id,
  l.rank::integer as rank,
  trim_scale(l.measure)::text as measure,
  l.revenue,
  l.costed_revenue,
  l.profit,
  l.units::float8 as units,
  coalesce(o.orders, 0)::float8 as orders,
  (select count(*) from listed)::integer as total,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (page l left join ordered o using (product_id)) on true
order by l.rank
