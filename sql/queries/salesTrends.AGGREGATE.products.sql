-- The sums of the buckets of two ranges, current and previous, of the lines of some products or categories; the bounds of buckets are
-- given, the last one being the end: from their days and months and what these lack. Orders are right for one product alone, profit
-- and units where lines are asked for. One row a bucket that has any; one of nulls where none has.
with spans as materialized (
  select b.which, b.bounds, c as cover, c.as_of
  from (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) b (which, bounds)
  cross join lateral day_cover(b.bounds[1], b.bounds[cardinality(b.bounds)], :zone::text) c
)
select
  t.which,
  t.bucket,
  t.revenue,
  t.orders::float8 as orders,
  t.costed_revenue - t.cost as profit,
  t.units::float8 as units,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from spans) s
left join (
  select s.which, t.*
  from spans s
  cross join lateral category_trend(
    s.cover, s.bounds, :zone::text, :category_ids::uuid[], :product_ids::uuid[], :with_lines::boolean
  ) t
) t on true
