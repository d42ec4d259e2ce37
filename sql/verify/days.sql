-- The days from first_day to last_day that orders or aggregates lie in, each with its instants [lo, hi). The first day of a
-- month stands for what is kept by months.
select d.day, d.lo, d.hi
from (
  select day, day_start(day, :zone::text) as lo, day_start(day + 1, :zone::text) as hi
  from (
    select :first_day::date + i as day from generate_series(0, :last_day::date - :first_day::date) i
  ) days
) d
where exists (select from orders o where o.order_date >= d.lo and o.order_date < d.hi)
  or exists (select from agg_hourly_metrics a where a.metric_hour >= d.lo and a.metric_hour < d.hi)
  or exists (select from agg_order_daily a where a.day = d.day)
  or exists (select from agg_product_daily a where a.day = d.day)
  or exists (select from agg_category_daily a where a.day = d.day)
  or exists (select from agg_customer_daily a where a.day = d.day)
  or exists (select from agg_activity_daily a where a.day = d.day)
  or exists (select from agg_order_monthly a where a.month = d.day)
  or exists (select from agg_product_monthly a where a.month = d.day)
  or exists (select from agg_customer_sets_daily a where a.day = d.day)
  or exists (select from agg_customer_sets_spans a where a.first_day = d.day)
  or exists (select from agg_category_monthly a where a.month = d.day)
  or exists (select from agg_cohort_monthly a where a.month = d.day)
order by d.day
