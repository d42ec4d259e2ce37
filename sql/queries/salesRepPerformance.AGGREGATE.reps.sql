-- Sales reps by revenue over a range, with their revenue in the one compared with, from the aggregates and what they lack. One
-- row a rep who sold, and last one without a rep for the orders without one; one row of nulls where there is none.
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
  select r.which, s.sales_rep_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue, sum(s.cost) as cost,
    sum(s.orders) as orders, sum(s.units) as units
  from ranges r
  cross join filters f
  cross join lateral rep_sums(r, :zone::text, f.reps, :segments::text[]) s
  group by r.which, s.sales_rep_id
),
before as (
  select sales_rep_id, revenue from sums where which = 'previous'
),
sold as (
  select s.*, coalesce(b.revenue, 0) as previous_revenue, coalesce(s.revenue * p.commission_rate * 0.01, 0) as commission
  from sums s
  left join before b on b.sales_rep_id is not distinct from s.sales_rep_id
  left join sales_representatives p on p.id = s.sales_rep_id
  where s.which = 'current'
    -- Where too much is touched, the aggregates may still have a rep who is deleted: that is no answer.
    and (s.sales_rep_id is null or p.id is not null)
    -- Who has no order, and no return that lowers revenue, sold nothing: the orders are gone.
    and (s.orders, s.revenue) <> (0, 0)
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
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join sold r on true
order by r.sales_rep_id is null, r.revenue desc, r.sales_rep_id
