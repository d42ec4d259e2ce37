-- The orders of drained hours, and those of drained days of reps and customers that lie in the gaps between these hours: each
-- once, by index, with the sums of its lines. Everything lies in [from, to); with it, Postgres plans for the months of the
-- span, and no others. The offset keeps it to looking up what belongs to one key after the other.
with gaps as materialized (
  select d.day, lower(gap) as lo, upper(gap) as hi
  from drained_days d
  cross join lateral unnest(
    tstzmultirange(tstzrange(d.lo, d.hi)) - coalesce(
      (select range_agg(tstzrange(h.metric_hour, h.hour_end)) from drained_hours h where h.day = d.day), '{}'
    )
  ) gap
  where not d.whole and d.day >= :first_day::date and d.day < :end_day::date
)
insert into drained_orders (
  id, day, metric_hour, customer_id, sales_rep_id, customer_segment, is_return, revenue,
  line_revenue, costed_revenue, cost, units
)
select o.id, o.day, o.metric_hour, o.customer_id, o.sales_rep_id, o.customer_segment, o.is_return, o.revenue,
  l.line_revenue, l.costed_revenue, l.cost, l.units
from (
  select h.day, h.metric_hour, o.*
  from drained_hours h
  cross join lateral (
    select * from completed_orders where order_date >= h.metric_hour and order_date < h.hour_end
      and order_date >= :from::timestamptz and order_date < :to::timestamptz offset 0
  ) o
  union all
  select k.day, null, o.*
  from drained_rep_days k
  join gaps g on g.day = k.day
  cross join lateral (
    select * from completed_orders where sales_rep_id = k.sales_rep_id and order_date >= g.lo and order_date < g.hi
      and order_date >= :from::timestamptz and order_date < :to::timestamptz offset 0
  ) o
  union all
  -- Without a rep is a rep of its own, which an index finds as well.
  select k.day, null, o.*
  from drained_rep_days k
  join gaps g on g.day = k.day
  cross join lateral (
    select * from completed_orders where sales_rep_id is null and order_date >= g.lo and order_date < g.hi
      and order_date >= :from::timestamptz and order_date < :to::timestamptz offset 0
  ) o
  where k.sales_rep_id is null
  union all
  select k.day, null, o.*
  from drained_customer_days k
  join gaps g on g.day = k.day
  cross join lateral (
    select * from completed_orders where customer_id = k.customer_id and order_date >= g.lo and order_date < g.hi
      and order_date >= :from::timestamptz and order_date < :to::timestamptz offset 0
  ) o
  where not exists (
    select from drained_rep_days r
    where r.day = k.day and (r.sales_rep_id = o.sales_rep_id or r.sales_rep_id is null and o.sales_rep_id is null)
  )
) o
cross join lateral (
  select coalesce(add(l.revenue), 0) as line_revenue, coalesce(add(l.costed_revenue), 0) as costed_revenue,
    coalesce(add(l.cost), 0) as cost, coalesce(sum(l.units), 0) as units
  from line_sums l
  where l.order_id = o.id and l.order_date = o.order_date
    and l.order_date >= :from::timestamptz and l.order_date < :to::timestamptz
) l
