-- The customers of a range beside those of the range before, from the orders alone: how many they are, how many of the earlier
-- ones came back, and how many ordered twice or more. With :with_new also how many had never ordered before, for which those
-- who did not order in the earlier range are looked for in all orders before; null without.
with filters as materialized (
  select matching_reps(:regions::text[], :sales_rep_ids::uuid[]) as reps, :segments::text[] as segments,
    matching_products(:category_ids::uuid[], :product_ids::uuid[]) as products
),
buyers as (
  select
    o.customer_id,
    count(*) filter (where r.which = 'current') as orders,
    count(*) filter (where r.which = 'previous') as previous_orders,
    min(o.order_date) < :from::timestamptz as ordered_before
  from (values
    ('current', :from::timestamptz, :to::timestamptz),
    ('previous', :previous_from::timestamptz, :previous_to::timestamptz)
  ) r (which, lo, hi)
  cross join filters f
  cross join lateral orders_matching(tstzmultirange(tstzrange(r.lo, r.hi)), f.reps, f.segments, f.products) o
  where o.customer_id is not null and not o.is_return
  group by o.customer_id
)
select
  (count(*) filter (where orders > 0))::float8 as customers,
  (count(*) filter (where previous_orders > 0))::float8 as previous_customers,
  (count(*) filter (where orders > 0 and previous_orders > 0))::float8 as retained_customers,
  case when :with_new::boolean then (
    select new_among(
      array(select customer_id from buyers where orders > 0 and not ordered_before),
      :from::timestamptz, f.reps, f.segments, f.products
    )
    from filters f
  ) end::float8 as new_customers,
  (count(*) filter (where orders > 1))::float8 as repeat_customers,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from buyers
