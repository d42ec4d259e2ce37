-- categoryBreakdown for a period to date that agg_category_performance holds: its rows, with what was sold since it
-- was built from the lines; the range before as elsewhere, whole days from agg_product_daily. Same columns.
with built as materialized (
  select periods_end, as_of from precompute_state
),
ranges as materialized (
  select r.lo, r.hi, d.first_day, d.last_day, d.first, d.last
  from (values (:previous_from::timestamptz, :previous_to::timestamptz)) r (lo, hi)
  cross join lateral covered_days(r.lo, r.hi, :zone::text) d
),
moved as (
  select 'current' as which, l.product_id, l.revenue, l.costed_revenue, l.cost, l.units
  from built b
  join completed_lines l on l.order_date >= b.periods_end and l.order_date < :to::timestamptz
  union all
  select 'previous', a.product_id, a.revenue, a.costed_revenue, a.cost, a.units
  from ranges r
  join agg_product_daily a on a.day >= r.first_day and a.day < r.last_day
  union all
  select 'previous', l.product_id, l.revenue, l.costed_revenue, l.cost, l.units
  from ranges r
  cross join lateral (values (r.lo, r.first), (r.last, r.hi)) edge (lo, hi)
  join completed_lines l on l.order_date >= edge.lo and l.order_date < edge.hi
),
parts as (
  select category_id, true as sold, revenue, costed_revenue, profit, units_sold as units, 0 as previous_revenue
  from agg_category_performance
  where period = :period::text and period_start = :period_start::date
  union all
  select a.ancestor_id,
    m.which = 'current',
    case m.which when 'current' then m.revenue else 0 end,
    case m.which when 'current' then m.costed_revenue else 0 end,
    case m.which when 'current' then m.costed_revenue - m.cost else 0 end,
    case m.which when 'current' then m.units else 0 end,
    case m.which when 'previous' then m.revenue else 0 end
  from (
    select which, product_id, sum(revenue) as revenue, sum(costed_revenue) as costed_revenue, sum(cost) as cost,
      sum(units) as units
    from moved
    group by which, product_id
  ) m
  join products p on p.id = m.product_id
  left join category_ancestors a on a.category_id = p.category_id
),
rolled_up as (
  select category_id, sum(revenue) as revenue, sum(costed_revenue) as costed_revenue, sum(profit) as profit,
    sum(units) as units, sum(previous_revenue) as previous_revenue
  from parts
  group by category_id
  having bool_or(sold)
)
select
  r.category_id,
  c.parent_id,
  c.name,
  c.path,
  r.revenue,
  r.costed_revenue,
  r.profit,
  r.units::float8 as units,
  r.previous_revenue,
  -- The top of the tree, and products without a category, hold everything once.
  coalesce(sum(r.revenue) filter (where c.parent_id is null) over (), 0) as all_revenue,
  b.as_of
from built b
left join (rolled_up r left join category_paths c using (category_id)) on true
order by r.revenue desc, r.category_id
