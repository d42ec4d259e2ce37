-- The drained days of sales reps, by segment. Without a rep is a rep of its own, which an index finds as well.
select k.day, k.sales_rep_id, s.customer_segment, s.revenue, s.line_revenue, s.costed_revenue, s.cost, s.orders, s.units
from drained_rep_days k
cross join lateral (
  select
    o.customer_segment,
    sum(o.revenue) as revenue,
    sum(o.line_revenue) as line_revenue,
    sum(o.costed_revenue) as costed_revenue,
    sum(o.cost) as cost,
    count(*) filter (where not o.is_return)::integer as orders,
    sum(o.units)::bigint as units
  from (
    select * from completed_order_sums
    where sales_rep_id = k.sales_rep_id and order_date >= k.lo and order_date < k.hi
    union all
    select * from completed_order_sums
    where k.sales_rep_id is null and sales_rep_id is null and order_date >= k.lo and order_date < k.hi
  ) o
  group by o.customer_segment
) s
