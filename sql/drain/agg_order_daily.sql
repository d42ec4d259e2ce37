-- The drained days of sales reps, by segment.
select s.*
from (
  select day, sales_rep_id, customer_segment, sum(revenue) as revenue, sum(line_revenue) as line_revenue,
    sum(costed_revenue) as costed_revenue, sum(cost) as cost,
    (count(*) filter (where not is_return))::integer as orders, sum(units)::bigint as units
  from drained_orders
  group by day, sales_rep_id, customer_segment
) s
where exists (
  select from drained_rep_days k
  where k.day = s.day and (k.sales_rep_id = s.sales_rep_id or k.sales_rep_id is null and s.sales_rep_id is null)
)
