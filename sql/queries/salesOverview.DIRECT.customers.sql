-- How many different customers placed the orders of two ranges, current and previous, from these alone. One row a range.
with filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
)
select
  r.which,
  o.customers::float8 as customers,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values
  ('current', :from::timestamptz, :to::timestamptz),
  ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
) r (which, lo, hi)
cross join filters f
cross join lateral (
  select count(distinct c.customer_id) as customers
  from orders_matching(tstzmultirange(tstzrange(r.lo, r.hi)), f.reps, :segments::text[], f.products) c
  where not c.is_return
) o
