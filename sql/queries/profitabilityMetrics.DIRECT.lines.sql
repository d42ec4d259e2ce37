-- What is left of two ranges, current and previous, of some products: from the lines alone, whose revenue is the revenue of
-- each sales rep too. One row a range.
with ranges as materialized (
  select r.which, tstzmultirange(tstzrange(r.lo, r.hi)) as whole
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
),
filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
)
select
  r.which,
  coalesce(l.revenue, 0) as revenue,
  coalesce(l.revenue, 0) as line_revenue,
  coalesce(l.costed_revenue, 0) as costed_revenue,
  coalesce(l.cost, 0) as cost,
  coalesce(l.commission, 0) as commission,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from ranges r
cross join filters f
cross join lateral (
  select sum(c.revenue) as revenue, sum(c.costed_revenue) as costed_revenue, sum(c.cost) as cost,
    sum(c.revenue * s.commission_rate * 0.01) as commission
  from lines_matching(r.whole, f.reps, :segments::text[], f.products) c
  left join sales_representatives s on s.id = c.sales_rep_id
) l
