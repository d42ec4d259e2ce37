-- The sums of the buckets of two ranges, current and previous, whose bounds are given, the last one being the end: from the
-- orders and, where that is asked for, their lines. One row a bucket that has any; one of nulls where none has.
with spans as materialized (
  select b.which, b.bounds, tstzmultirange(tstzrange(b.bounds[1], b.bounds[cardinality(b.bounds)])) as whole
  from (values ('current', :bounds::timestamptz[]), ('previous', :previous_bounds::timestamptz[])) b (which, bounds)
),
filters as materialized (select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps),
parts as (
  select s.which, width_bucket(o.order_date, s.bounds) as bucket, sum(o.revenue) as revenue,
    count(*) filter (where not o.is_return) as orders,
    count(distinct o.customer_id) filter (where not o.is_return and :with_customers::boolean) as customers,
    0 as costed_revenue, 0 as cost, 0 as units
  from spans s
  cross join filters f
  cross join lateral orders_matching(s.whole, f.reps, :segments::text[], null) o
  group by 1, 2
  union all
  select s.which, width_bucket(l.order_date, s.bounds), 0, 0, 0, l.costed_revenue, l.cost, l.units
  from spans s
  cross join filters f
  cross join lateral lines_matching(
    case when :with_lines::boolean then s.whole else '{}' end, f.reps, :segments::text[], null
  ) l
),
buckets as (
  select which, bucket, sum(revenue) as revenue, sum(orders) as orders, sum(customers) as customers,
    sum(costed_revenue) - sum(cost) as profit, sum(units) as units
  from parts
  group by which, bucket
)
select
  b.which,
  b.bucket,
  b.revenue,
  b.orders::float8 as orders,
  b.customers::float8 as customers,
  b.profit,
  b.units::float8 as units,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join buckets b on true
