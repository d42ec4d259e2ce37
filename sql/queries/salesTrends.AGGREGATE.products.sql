-- The sums of the buckets of two ranges, current and previous, of the lines of some products or categories; the bounds of buckets are
-- given, the last one being the end: from their days and months and what these lack. Orders are right for one product alone, profit
-- and units where lines are asked for. One row a bucket that has any; one of nulls where none has.
with behind as materialized (
  select is_behind(
    (:bounds::timestamptz[])[1], (:bounds::timestamptz[])[cardinality(:bounds::timestamptz[])],
    (:previous_bounds::timestamptz[])[1], (:previous_bounds::timestamptz[])[cardinality(:previous_bounds::timestamptz[])],
    :zone::text
  ) as behind
),
spans as materialized (
  select r.which, r.bounds, c as cover, c.as_of
  from behind b
  cross join (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) r (which, bounds)
  cross join lateral day_cover(r.bounds[1], r.bounds[cardinality(r.bounds)], :zone::text, b.behind) c
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
