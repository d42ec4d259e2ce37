-- The sums of two ranges, current and previous: whole hours from agg_hourly_metrics, what is cut off from the orders.
-- One row a range.
with ranges as materialized (
  select r.which, r.lo, r.hi, h.first, h.last
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join lateral covered_hours(r.lo, r.hi, :zone::text) h
),
parts as (
  select r.which, a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.units, a.order_count
  from ranges r
  join agg_hourly_metrics a on a.metric_hour >= r.first and a.metric_hour < r.last
  union all
  select r.which, o.revenue, 0, 0, 0, 0, (not o.is_return)::integer
  from ranges r
  cross join lateral (values (r.lo, r.first), (r.last, r.hi)) edge (lo, hi)
  join completed_orders o on o.order_date >= edge.lo and o.order_date < edge.hi
  union all
  select r.which, 0, l.revenue, l.costed_revenue, l.cost, l.units, 0
  from ranges r
  cross join lateral (values (r.lo, r.first), (r.last, r.hi)) edge (lo, hi)
  join completed_lines l on l.order_date >= edge.lo and l.order_date < edge.hi
)
select
  r.which,
  coalesce(sum(p.revenue), 0) as revenue,
  coalesce(sum(p.line_revenue), 0) as line_revenue,
  coalesce(sum(p.costed_revenue), 0) as costed_revenue,
  coalesce(sum(p.cost), 0) as cost,
  coalesce(sum(p.units), 0)::float8 as units,
  coalesce(sum(p.order_count), 0)::float8 as orders,
  (select as_of from precompute_state) as as_of
from ranges r
left join parts p using (which)
group by r.which
