-- Makes the month that the drained days of sales reps lie in, which is one at a time, again from all days of these reps. Nulls
-- are equal as parts of arrays, and arrays can be hashed.
with drained as materialized (
  select date_trunc('month', min(day)::timestamp)::date as first_day,
    (date_trunc('month', min(day)::timestamp) + interval '1 month')::date as end_day,
    array_agg(distinct sales_rep_id) as reps
  from drained_rep_days
),
rebuilt as materialized (
  select a.sales_rep_id, a.customer_segment, sum(a.revenue) as revenue, sum(a.line_revenue) as line_revenue,
    sum(a.costed_revenue) as costed_revenue, sum(a.cost) as cost, sum(a.orders)::integer as orders,
    sum(a.units)::bigint as units
  from agg_order_daily a
  where a.day >= (select first_day from drained) and a.day < (select end_day from drained)
    and array[a.sales_rep_id] in (select array[rep] from drained cross join unnest(reps) rep)
  group by a.sales_rep_id, a.customer_segment
),
removed as (
  delete from agg_order_monthly a
  where a.month = (select first_day from drained)
    and array[a.sales_rep_id] in (select array[rep] from drained cross join unnest(reps) rep)
    and array[a.sales_rep_id::text, a.customer_segment] not in (
      select array[r.sales_rep_id::text, r.customer_segment] from rebuilt r
    )
)
insert into agg_order_monthly as a (
  month, sales_rep_id, customer_segment, revenue, line_revenue, costed_revenue, cost, orders, units
)
select d.first_day, r.sales_rep_id, r.customer_segment, r.revenue, r.line_revenue, r.costed_revenue, r.cost, r.orders, r.units
from drained d
cross join rebuilt r
on conflict (month, sales_rep_id, customer_segment) do update
set revenue = excluded.revenue, line_revenue = excluded.line_revenue, costed_revenue = excluded.costed_revenue,
  cost = excluded.cost, orders = excluded.orders, units = excluded.units
where (a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.orders, a.units)
  is distinct from (
    excluded.revenue, excluded.line_revenue, excluded.costed_revenue, excluded.cost, excluded.orders, excluded.units
  )
