-- Sales reps by what lines of some products brought over a range, with what they brought in the one compared with, from these
-- lines alone. One row a rep who sold, and last one without a rep for the orders without one; one row of nulls where there
-- is none.
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
),
sums as (
  select r.which, l.sales_rep_id, sum(l.revenue) as revenue, sum(l.costed_revenue) as costed_revenue, sum(l.cost) as cost,
    -- An order that holds several of them is one order.
    count(distinct l.order_id) filter (where not l.is_return) as orders, sum(l.units) as units
  from ranges r
  cross join filters f
  cross join lateral lines_matching(r.whole, f.reps, :segments::text[], f.products) l
  group by r.which, l.sales_rep_id
),
before as (
  select sales_rep_id, revenue from sums where which = 'previous'
),
reps as (
  select s.*, coalesce(b.revenue, 0) as previous_revenue,
    coalesce(s.revenue * r.commission_rate * 0.01, 0) as commission
  from sums s
  left join before b on b.sales_rep_id is not distinct from s.sales_rep_id
  left join sales_representatives r on r.id = s.sales_rep_id
  where s.which = 'current'
)
select
  r.sales_rep_id,
  r.revenue,
  r.costed_revenue,
  r.cost,
  r.commission,
  r.orders::float8 as orders,
  r.units::float8 as units,
  r.previous_revenue,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join reps r on true
order by r.sales_rep_id is null, r.revenue desc, r.sales_rep_id
