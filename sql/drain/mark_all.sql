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
select touch_range(greatest(s.lo, b.lo), b.hi)
from span s
cross join lateral generate_series(
  date_trunc('month', s.lo at time zone :zone::text), s.hi at time zone :zone::text, interval '1 month'
) month
cross join lateral (
  select day_start(month::date, :zone::text) as lo, day_start((month + interval '1 month')::date, :zone::text) as hi
) b
-- One order with a date that is off by decades is no reason to go through them.
where exists (select from orders o where o.order_date >= b.lo and o.order_date < b.hi)
  or exists (
    select from agg_hourly_metrics a
    where a.metric_hour >= b.lo - interval '2 days' and a.metric_hour < b.hi + interval '2 days'
  )
  or exists (select from agg_customer_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
  or exists (select from agg_product_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
  or exists (select from agg_order_daily a where a.day >= month::date - 2 and a.day < month::date + 33)
