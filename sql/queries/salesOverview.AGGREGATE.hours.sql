-- The sums of two ranges, current and previous: whole hours from agg_hourly_metrics, what is cut off or touched from the
-- orders; and their customers, where these are asked for, from the days on which they were active. One row a range.
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
    b.behind, false
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
  h.revenue + o.revenue as revenue,
  h.line_revenue + l.revenue as line_revenue,
  h.costed_revenue + l.costed_revenue as costed_revenue,
  h.cost + l.cost as cost,
  (h.units + l.units)::float8 as units,
  (h.orders + o.orders)::float8 as orders,
  r.customers::float8 as customers,
  (select min(as_of) from ranges) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
cross join lateral (
  select coalesce(sum(a.revenue), 0) as revenue, coalesce(sum(a.line_revenue), 0) as line_revenue,
    coalesce(sum(a.costed_revenue), 0) as costed_revenue, coalesce(sum(a.cost), 0) as cost,
    coalesce(sum(a.units), 0) as units, coalesce(sum(a.order_count), 0) as orders
  from agg_hourly_metrics a
  where a.metric_hour >= r.first and a.metric_hour < r.last and not r.base @> a.metric_hour
) h
cross join lateral (
  select coalesce(sum(c.revenue), 0) as revenue, count(*) filter (where not c.is_return) as orders
  from orders_in(r.base) c
) o
cross join lateral (
  select coalesce(sum(c.revenue), 0) as revenue, coalesce(sum(c.costed_revenue), 0) as costed_revenue,
    coalesce(sum(c.cost), 0) as cost, coalesce(sum(c.units), 0) as units
  from lines_in(r.base) c
) l
