-- The days of the summed orders, by sales rep and segment.
select day, sales_rep_id, customer_segment, sum(revenue) as revenue, sum(line_revenue) as line_revenue,
  sum(costed_revenue) as costed_revenue, sum(cost) as cost, (count(*) filter (where not is_return))::integer as orders,
  sum(units)::bigint as units
from drained_orders
group by day, sales_rep_id, customer_segment
