-- Margins by segment, region or sales rep over a range, with those of the one compared with, from the lines alone. One row a
-- group that sold, the key null for what is without one, and all_revenue and all_profit those of all groups; one row of nulls
-- where there is none.
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
  select r.which, l.sales_rep_id, l.customer_segment, sum(l.revenue) as revenue, sum(l.costed_revenue) as costed_revenue,
    sum(l.cost) as cost, sum(l.units) as units
  from ranges r
  cross join filters f
  cross join lateral lines_matching(r.whole, f.reps, :segments::text[], f.products) l
  group by r.which, l.sales_rep_id, l.customer_segment
),
named as (
  select s.*,
    case :group_by::text
      when 'SEGMENT' then s.customer_segment
      when 'REGION' then r.region
      when 'SALES_REP' then s.sales_rep_id::text
    end as key,
    case :group_by::text when 'SALES_REP' then r.name end as name
  from sums s
  left join sales_representatives r on r.id = s.sales_rep_id
),
groups as (
  select key, min(name) as name,
    coalesce(sum(revenue) filter (where which = 'current'), 0) as revenue,
    coalesce(sum(costed_revenue) filter (where which = 'current'), 0) as costed_revenue,
    coalesce(sum(cost) filter (where which = 'current'), 0) as cost,
    coalesce(sum(units) filter (where which = 'current'), 0) as units,
    coalesce(sum(revenue) filter (where which = 'previous'), 0) as previous_revenue,
    coalesce(sum(costed_revenue) filter (where which = 'previous'), 0) as previous_costed_revenue,
    coalesce(sum(cost) filter (where which = 'previous'), 0) as previous_cost
  from named
  group by key
),
top as (
  select *, costed_revenue - cost as profit, sum(revenue) over () as all_revenue,
    sum(costed_revenue - cost) over () as all_profit
  from groups
  -- What came to nothing in every sum was not sold: see the other lane.
  where (units, revenue, costed_revenue, cost) <> (0, 0, 0, 0)
  order by profit desc, key collate "C"
  limit :limit::integer
)
select
  t.key,
  t.name,
  t.revenue,
  t.costed_revenue,
  t.cost,
  t.units::float8 as units,
  t.previous_revenue,
  t.previous_costed_revenue,
  t.previous_cost,
  t.all_revenue,
  t.all_profit,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join top t on true
order by t.profit desc, t.key collate "C"
