-- All completed orders of the days [first_day, end_day), which are the instants [from, to), each with the sums of its lines.
-- Days and hours are told by their bounds, not by the local time of an instant: where a clock is turned back, that runs back
-- and forth.
with bounds as materialized (
  select
    (
      select array_agg(day_start(:first_day::date + i, :zone::text) order by i)
      from generate_series(0, :end_day::date - :first_day::date - 1) i
    ) as days,
    (
      select array_agg(start order by start)
      from (
        select min(c) as start
        from generate_series(:from::timestamptz, :to::timestamptz - interval '15 minutes', interval '15 minutes') c
        group by date_trunc('hour', c, :zone::text)
      ) hours
    ) as hours
)
insert into drained_orders (
  id, day, metric_hour, customer_id, sales_rep_id, customer_segment, is_return, revenue,
  line_revenue, costed_revenue, cost, units
)
select o.id, :first_day::date + width_bucket(o.order_date, b.days) - 1, b.hours[width_bucket(o.order_date, b.hours)],
  o.customer_id, o.sales_rep_id, o.customer_segment, o.is_return, o.revenue,
  coalesce(l.line_revenue, 0), coalesce(l.costed_revenue, 0), coalesce(l.cost, 0), coalesce(l.units, 0)
from bounds b
cross join completed_orders o
left join (
  select order_id, order_date, add(revenue) as line_revenue, add(costed_revenue) as costed_revenue, add(cost) as cost,
    sum(units) as units
  from line_sums
  where order_date >= :from::timestamptz and order_date < :to::timestamptz
  group by order_id, order_date
) l on l.order_id = o.id and l.order_date = o.order_date
where o.order_date >= :from::timestamptz and o.order_date < :to::timestamptz
