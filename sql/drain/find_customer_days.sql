-- The customers' days of taken rows among the days [first_day, end_day), which are the instants [from, to); a line's
-- customer is its order's.
insert into drained_customer_days (day, lo, hi, customer_id)
select distinct d.day, d.lo, d.hi, c.customer_id
from taken t
join drained_days d on d.day = t.day and not d.whole
cross join lateral (
  select t.customer_id where t.kind = 'order'
  union all
  select o.customer_id from orders o
  -- Not as an equation: orders of one instant would be looked up by that. An order that was set aside may have
  -- changed hands since, and that be drained already.
  where t.kind = 'line' and (t.order_id, t.at) not in (select order_id, at from taken where kind = 'order' and tries = 0)
    and o.id = t.order_id and o.order_date >= t.at and o.order_date <= t.at
    and o.order_date >= :from::timestamptz and o.order_date < :to::timestamptz
) c
where c.customer_id is not null and t.day >= :first_day::date and t.day < :end_day::date
