-- What each segment brought in a range, and in the one before, from the orders and lines alone: with a filter by category or
-- product, what the matching lines brought, and the orders that hold one. One row a segment that sold in the range, the
-- segment null for orders without one, and all_revenue the whole range's; one row of nulls where nothing was sold.
with filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps, :segments::text[] as segments,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
ranges as materialized (
  select r.which, tstzmultirange(tstzrange(r.lo, r.hi)) as range
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
),
sold as (
  select r.which, o.customer_segment, case when f.products is null then o.revenue else 0 end as revenue,
    0 as costed_revenue, 0 as cost, (not o.is_return)::integer as orders, 0 as units
  from ranges r
  cross join filters f
  cross join lateral orders_matching(r.range, f.reps, f.segments, f.products) o
  union all
  select r.which, l.customer_segment, case when f.products is null then 0 else l.revenue end, l.costed_revenue, l.cost, 0,
    l.units
  from ranges r
  cross join filters f
  cross join lateral lines_matching(r.range, f.reps, f.segments, f.products) l
),
sums as (
  select which, customer_segment as segment, sum(revenue) as revenue, sum(costed_revenue) as costed_revenue,
    sum(cost) as cost, sum(orders) as orders, sum(units) as units
  from sold
  group by which, customer_segment
)
select
  c.segment,
  c.revenue,
  c.costed_revenue,
  c.costed_revenue - c.cost as profit,
  c.orders::float8 as orders,
  c.units::float8 as units,
  coalesce(p.revenue, 0) as previous_revenue,
  sum(c.revenue) over () as all_revenue,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (
  sums c left join sums p on p.which = 'previous' and p.segment is not distinct from c.segment
) on c.which = 'current' and (c.orders, c.units, c.revenue, c.costed_revenue, c.cost) <> (0, 0, 0, 0, 0)
order by c.revenue desc, c.segment
