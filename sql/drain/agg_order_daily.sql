-- The drained days of sales reps, by segment. Without a rep is a rep of its own, which an index finds as well.
select k.day, k.sales_rep_id, s.customer_segment, s.revenue, s.line_revenue, s.costed_revenue, s.cost, s.orders, s.units
from drained_rep_days k
cross join lateral (
  select
    p.customer_segment,
    sum(p.revenue) as revenue,
    sum(p.line_revenue) as line_revenue,
    sum(p.costed_revenue) as costed_revenue,
    sum(p.cost) as cost,
    sum(p.orders)::integer as orders,
    sum(p.units)::bigint as units
  from (
    select customer_segment, revenue, 0 as line_revenue, 0 as costed_revenue, 0 as cost,
      (not is_return)::integer as orders, 0 as units
    from completed_orders
    where sales_rep_id = k.sales_rep_id and order_date >= k.lo and order_date < k.hi
    union all
    select customer_segment, revenue, 0, 0, 0, (not is_return)::integer, 0
    from completed_orders
    where k.sales_rep_id is null and sales_rep_id is null and order_date >= k.lo and order_date < k.hi
    union all
    select customer_segment, 0, revenue, costed_revenue, cost, 0, units
    from completed_lines
    where sales_rep_id = k.sales_rep_id and order_date >= k.lo and order_date < k.hi
    union all
    select customer_segment, 0, revenue, costed_revenue, cost, 0, units
    from completed_lines
    where k.sales_rep_id is null and sales_rep_id is null and order_date >= k.lo and order_date < k.hi
  ) p
  group by p.customer_segment
) s
