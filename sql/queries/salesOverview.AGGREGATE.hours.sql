-- The sums of two ranges, current and previous, from the aggregates and what they lack; and their customers, where these are
-- asked for, from the days on which they were active. One row a range.
with ranges as materialized (
  select r.which, c.first, c.last, c.base, k.customers, least(c.as_of, k.as_of) as as_of
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join is_behind(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
  ) behind
  cross join lateral hour_cover(r.lo, r.hi, :zone::text, behind) c
  left join lateral (
    -- The offset keeps the condition before the call, also where Postgres plans for any parameters.
    select * from customers_in(r.lo, r.hi, :zone::text, behind) where :with_customers::boolean offset 0
  ) k on true
)
select
  r.which,
  s.revenue,
  s.line_revenue,
  s.costed_revenue,
  s.cost,
  s.units::float8 as units,
  s.orders::float8 as orders,
  r.customers::float8 as customers,
  (select min(as_of) from ranges) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
cross join lateral shop_sums(r, :zone::text) s
