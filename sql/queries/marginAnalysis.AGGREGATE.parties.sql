-- Margins by segment, region or sales rep over a range, with those of the one compared with, from the aggregates and what they
-- lack. One row a group that sold, the key null for what is without one, and all_revenue and all_profit those of all groups;
-- one row of nulls where there is none.
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
named as (
  select r.which, s.*,
    case :group_by::text
      when 'SEGMENT' then s.customer_segment
      when 'REGION' then p.region
      when 'SALES_REP' then s.sales_rep_id::text
    end as key,
    case :group_by::text when 'SALES_REP' then p.name end as name
  from ranges r
  cross join filters f
  cross join lateral rep_sums(r, :zone::text, f.reps, :segments::text[]) s
  left join sales_representatives p on p.id = s.sales_rep_id
  -- Where too much is touched, the aggregates may still have a rep who is deleted: that is no group.
  where :group_by::text <> 'SALES_REP' or s.sales_rep_id is null or p.id is not null
),
groups as (
  select key, min(name) as name,
    coalesce(sum(line_revenue) filter (where which = 'current'), 0) as revenue,
    coalesce(sum(costed_revenue) filter (where which = 'current'), 0) as costed_revenue,
    coalesce(sum(cost) filter (where which = 'current'), 0) as cost,
    coalesce(sum(units) filter (where which = 'current'), 0) as units,
    coalesce(sum(line_revenue) filter (where which = 'previous'), 0) as previous_revenue,
    coalesce(sum(costed_revenue) filter (where which = 'previous'), 0) as previous_costed_revenue,
    coalesce(sum(cost) filter (where which = 'previous'), 0) as previous_cost
  from named
  group by key
),
top as (
  select *, costed_revenue - cost as profit, sum(revenue) over () as all_revenue,
    sum(costed_revenue - cost) over () as all_profit
  from groups
  -- What came to nothing in every sum was not sold: its lines may be gone.
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
  s.as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (select min(as_of) as as_of from ranges) s
left join top t on true
order by t.profit desc, t.key collate "C"
