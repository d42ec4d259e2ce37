-- The customers who first ordered in each month, and how many of them ordered, for how much, in it and in each month after it,
-- from the orders alone. The months are consecutive, the first one is :first_month, and their bounds are given, the last one
-- being the end. One row a cohort and month; one of nulls where there is none.
with bought as (
  select customer_id, width_bucket(order_date, :bounds::timestamptz[]) as month, sum(revenue) as revenue,
    min(order_date) filter (where not is_return) as first_order
  from sold_orders
  where customer_id is not null and order_date < (:bounds::timestamptz[])[cardinality(:bounds::timestamptz[])]
  group by 1, 2
),
cohorts as (
  select customer_id, width_bucket(min(first_order), :bounds::timestamptz[]) as cohort from bought group by customer_id
),
cells as (
  select cohort, month, count(first_order) as customers, sum(revenue) as revenue
  from bought
  join cohorts using (customer_id)
  where cohort > 0 and month >= cohort
  group by cohort, month
)
select
  (:first_month::date + (c.cohort - 1) * interval '1 month')::date as cohort,
  (:first_month::date + (c.month - 1) * interval '1 month')::date as month,
  c.customers::float8 as customers,
  c.revenue,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join cells c on true
