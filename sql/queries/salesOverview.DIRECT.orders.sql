-- The sums of two ranges, current and previous, from the orders and their lines alone; customers where they are asked for.
-- One row a range.
with ranges as materialized (
  select r.which, tstzmultirange(tstzrange(r.lo, r.hi)) as whole
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
),
filters as materialized (select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps)
select
  r.which,
  coalesce(o.revenue, 0) as revenue,
  coalesce(l.line_revenue, 0) as line_revenue,
  coalesce(l.costed_revenue, 0) as costed_revenue,
  coalesce(l.cost, 0) as cost,
  coalesce(l.units, 0)::float8 as units,
  o.orders::float8 as orders,
  o.customers::float8 as customers,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
cross join filters f
cross join lateral (
  select sum(c.revenue) as revenue, count(*) filter (where not c.is_return) as orders,
    count(distinct c.customer_id) filter (where not c.is_return and :with_customers::boolean) as customers
  from orders_matching(r.whole, f.reps, :segments::text[], null) c
) o
cross join lateral (
  select sum(c.revenue) as line_revenue, sum(c.costed_revenue) as costed_revenue, sum(c.cost) as cost, sum(c.units) as units
  from lines_matching(r.whole, f.reps, :segments::text[], null) c
) l
