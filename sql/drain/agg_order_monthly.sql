-- The month that drained days of sales reps lie in, which is one at a time, by rep and segment, from all its days.
select
  date_trunc('month', a.day::timestamp)::date as month,
  a.sales_rep_id,
  a.customer_segment,
  sum(a.revenue) as revenue,
  sum(a.line_revenue) as line_revenue,
  sum(a.costed_revenue) as costed_revenue,
  sum(a.cost) as cost,
  sum(a.orders)::integer as orders,
  sum(a.units)::bigint as units
from agg_order_daily a
where a.day >= (select date_trunc('month', min(day)::timestamp) from drained_rep_days)::date
  and a.day < (select date_trunc('month', max(day)::timestamp) + interval '1 month' from drained_rep_days)::date
  and (
    a.sales_rep_id in (select sales_rep_id from drained_rep_days)
    or a.sales_rep_id is null and exists (select from drained_rep_days where sales_rep_id is null)
  )
group by 1, 2, 3
