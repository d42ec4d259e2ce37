-- The sums of two ranges, current and previous, of the lines of some products or categories: from their days and months and what
-- these lack. Orders are right for one product alone: one order may hold several. One row a range.
with ranges as materialized (
  select r.which, c.*
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join is_behind(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
  ) behind
  cross join lateral day_cover(r.lo, r.hi, :zone::text, behind) c
)
select
  r.which,
  coalesce(sum(s.revenue), 0) as revenue,
  coalesce(sum(s.revenue), 0) as line_revenue,
  coalesce(sum(s.costed_revenue), 0) as costed_revenue,
  coalesce(sum(s.cost), 0) as cost,
  coalesce(sum(s.units), 0)::float8 as units,
  coalesce(sum(s.times_sold), 0)::float8 as orders,
  (select min(as_of) from ranges) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
left join lateral category_sums(r, :zone::text, :category_ids::uuid[], :product_ids::uuid[]) s on true
group by r.which
