-- The first and the last day that orders or aggregates lie in; nulls where there are none.
with instants as (
  select min(order_date) as lo, max(order_date) as hi from orders
  union all
  select min(metric_hour), max(metric_hour) from agg_hourly_metrics
),
days as (
  select day_of(lo, :zone::text) as lo, day_of(hi, :zone::text) as hi from instants
  union all select min(day), max(day) from agg_order_daily
  union all select min(day), max(day) from agg_product_daily
  union all select min(day), max(day) from agg_category_daily
  union all select min(day), max(day) from agg_customer_daily
  union all select min(day), max(day) from agg_activity_daily
  union all select min(month), max(month) from agg_order_monthly
  union all select min(month), max(month) from agg_product_monthly
  union all select min(day), max(day) from agg_customer_sets_daily
  union all select min(first_day), max(first_day) from agg_customer_sets_spans
  union all select min(month), max(month) from agg_category_monthly
  union all select min(month), max(month) from agg_cohort_monthly
)
select min(lo)::text as first_day, max(hi)::text as last_day from days
