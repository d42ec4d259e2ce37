-- Products ranked by a measure over a range, with their revenue in the range before: whole months and days from
-- agg_product_monthly and agg_product_daily, with the changes of touched days, and what is cut off from the lines. One row a
-- product; one of nulls where there is none.
with ranges as materialized (
  select r.which, c.*
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join lateral day_cover(r.lo, r.hi, :zone::text) c
),
sold as not materialized (
  select r.which, a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from ranges r
  join agg_product_monthly a on a.month >= r.first_month and a.month < r.last_month
  union all
  select r.which, a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from ranges r
  cross join lateral (values (r.first_day, r.first_month), (r.last_month, r.last_day)) part (first, last)
  join agg_product_daily a on a.day >= part.first and a.day < part.last
  union all
  select r.which, c.product_id, c.revenue, c.costed_revenue, c.cost, c.units, c.orders
  from ranges r
  cross join lateral product_changes(r.touched_days, :zone::text) c
  union all
  select r.which, l.product_id, l.revenue, l.costed_revenue, l.cost, l.units, (not l.is_return)::integer
  from ranges r
  cross join lateral lines_in(r.edges) l
),
sums as (
  select s.product_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue,
    sum(s.costed_revenue) - sum(s.cost) as profit, sum(s.units) as units
  from sold s
  -- Where too much is touched, the aggregates may still have a product that is deleted: it is no answer.
  join products p on p.id = s.product_id
  where s.which = 'current'
  group by s.product_id
  -- What was on no order and came to nothing in every sum was not sold: its lines may be gone.
  having (sum(s.orders), sum(s.units), sum(s.revenue), sum(s.costed_revenue), sum(s.cost)) <> (0, 0, 0, 0, 0)
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
  from sold
  where which = 'previous' and product_id in (select product_id from top)
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
from (select min(as_of) as as_of from ranges) s
left join (top t left join before b using (product_id)) on true
order by t.rank
