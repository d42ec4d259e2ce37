-- All months of the shop's calendar that orders or aggregates lie in, with days to spare for another zone; what is archived
-- stays as it is.
with spans as (
  select min(order_date) as lo, max(order_date) as hi from orders
  union all
  select min(metric_hour), max(metric_hour) from agg_hourly_metrics
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_customer_daily
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_product_daily
  union all
  select min(day)::timestamp at time zone 'UTC', max(day)::timestamp at time zone 'UTC' from agg_order_daily
),
span as (
  select greatest(min(lo) - interval '2 days', max(s.closed_before)) as lo, max(hi) + interval '2 days' as hi
  from spans cross join precompute_state s
)
select touch_range(greatest(s.lo, day_start(month::date, :zone::text)), day_start((month + interval '1 month')::date, :zone::text))
from span s
cross join lateral generate_series(
  date_trunc('month', s.lo at time zone :zone::text), s.hi at time zone :zone::text, interval '1 month'
) month
