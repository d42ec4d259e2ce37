-- The sums of two ranges, current and previous, from the aggregates and what they lack; and their customers, where these are
-- asked for. One row a range.
with behind as materialized (
  select is_behind(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text
  ) as behind
),
customers as materialized (
  select c.*
  from behind b
  cross join lateral customers_compared(
    :from::timestamptz, :to::timestamptz, :previous_from::timestamptz, :previous_to::timestamptz, :zone::text, b.behind,
    false, false
  ) c
  where :with_customers::boolean
),
ranges as materialized (
  select r.which, c.first, c.last, c.base, r.customers, least(c.as_of, (select as_of from customers)) as as_of
  from behind b
  cross join lateral (values
    ('current', :from::timestamptz, :to::timestamptz, (select customers from customers)),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz, (select other_customers from customers))
  ) r (which, lo, hi, customers)
  cross join lateral hour_cover(r.lo, r.hi, :zone::text, b.behind) c
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
