-- A page of all products, sold or not, in the order of a measure over a range, from the aggregates and what they lack. One
-- row a product, total how many there are on all pages; one of nulls where the page is empty.
with covered as materialized (
  select * from day_cover(:from::timestamptz, :to::timestamptz, :zone::text)
),
part as materialized (
  select found_products(:patterns::text[], matching_products(:category_ids::uuid[], :product_ids::uuid[])) as products
),
listed as materialized (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select p.id as product_id, coalesce(m.measure, product_measure(:sort::text, 0, 0, 0, 0)) as measure
    from products p
    left join (
      select m.*
      from covered c
      cross join part f
      cross join lateral product_measures(c, :zone::text, f.products, :sort::text) m
    ) m on m.product_id = p.id
    where (select products from part) is null or p.id in (select unnest(products) from part)
  ) measured
),
page as materialized (
  select * from listed
  where is_after(measure, product_id, :after_measure::numeric, :after_id::uuid)
  order by rank
  limit :first::integer
),
figures as (
  select l.product_id, l.rank, l.measure, coalesce(s.revenue, 0) as revenue, coalesce(s.costed_revenue, 0) as costed_revenue,
    coalesce(s.costed_revenue - s.cost, 0) as profit, coalesce(s.units, 0) as units, coalesce(s.orders, 0) as orders
  from page l
  left join (
    select s.* from covered c cross join lateral product_sums(c, :zone::text, array(select product_id from page)) s
  ) s using (product_id)
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
  c.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from covered c
left join figures l on true
order by l.rank
