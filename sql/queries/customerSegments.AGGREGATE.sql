-- What each segment brought in a range, and in the one before, from the aggregates and what they lack. One row a segment that
-- sold in the range, the segment null for orders without one, and all_revenue the whole range's; one row of nulls where
-- nothing was sold.
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
),
filters as materialized (select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps),
sums as (
  select r.which, s.customer_segment as segment, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue,
    sum(s.cost) as cost, sum(s.orders) as orders, sum(s.units) as units
  from ranges r
  cross join filters f
  cross join lateral rep_sums(r, :zone::text, f.reps, :segments::text[]) s
  group by r.which, s.customer_segment
)
select
  c.segment,
  c.revenue,
  c.costed_revenue,
  c.costed_revenue - c.cost as profit,
  c.orders::float8 as orders,
  c.units::float8 as units,
  coalesce(p.revenue, 0) as previous_revenue,
  sum(c.revenue) over () as all_revenue,
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join (
  sums c left join sums p on p.which = 'previous' and p.segment is not distinct from c.segment
) on c.which = 'current' and (c.orders, c.units, c.revenue, c.costed_revenue, c.cost) <> (0, 0, 0, 0, 0)
order by c.revenue desc, c.segment
