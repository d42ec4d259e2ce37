-- Products ranked by a measure over a range, with their revenue in the range before: whole days from
-- agg_product_daily, what is cut off from the lines. One row a product; one of nulls where there is none.
with ranges as materialized (
  select r.which, r.lo, r.hi, d.first_day, d.last_day, d.first, d.last
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join lateral covered_days(r.lo, r.hi, :zone::text) d
),
sold as (
  select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units
  from ranges r
  join agg_product_daily a on a.day >= r.first_day and a.day < r.last_day
  where r.which = 'current'
  union all
  select l.product_id, l.revenue, l.costed_revenue, l.cost, l.units
  from ranges r
  cross join lateral (values (r.lo, r.first), (r.last, r.hi)) edge (lo, hi)
  join completed_lines l on l.order_date >= edge.lo and l.order_date < edge.hi
  where r.which = 'current'
),
sums as (
  select s.product_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue,
    sum(s.costed_revenue) - sum(s.cost) as profit, sum(s.units) as units
  from sold s
  -- A product deleted since the aggregates were built is no answer.
  join products p on p.id = s.product_id
  group by s.product_id
),
top as materialized (
  select *, row_number() over (order by measure desc nulls last, product_id) as rank
  from (
    select *, case :sort::text
      when 'REVENUE' then revenue
      when 'UNITS' then units
      when 'PROFIT' then profit
      when 'MARGIN' then profit / nullif(costed_revenue, 0)
    end as measure
    from sums
  ) measured
  order by measure desc nulls last, product_id
  limit :limit::integer
),
before as (
  select product_id, sum(revenue) as revenue
  from (
    select a.product_id, a.revenue
    from ranges r
    join agg_product_daily a on a.day >= r.first_day and a.day < r.last_day
    where r.which = 'previous' and a.product_id in (select product_id from top)
    union all
    select l.product_id, l.revenue
    from ranges r
    cross join lateral (values (r.lo, r.first), (r.last, r.hi)) edge (lo, hi)
    join completed_lines l on l.order_date >= edge.lo and l.order_date < edge.hi
    where r.which = 'previous' and l.product_id in (select product_id from top)
  ) parts
  group by product_id
)
select
  t.product_id,
  t.revenue,
  t.costed_revenue,
  t.profit,
  t.units::float8 as units,
  coalesce(b.revenue, 0) as previous_revenue,
  s.as_of
from precompute_state s
left join (top t left join before b using (product_id)) on true
order by t.rank
