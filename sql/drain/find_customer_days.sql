-- The customers' days of taken rows, of one day or of all; a line's customer is its order's.
insert into drained_customer_days (day, lo, hi, customer_id)
select distinct d.day, d.lo, d.hi, c.customer_id
from taken t
join drained_days d on d.day = t.day and not d.whole
cross join lateral (
  select t.customer_id where t.kind = 'order'
  union all
  select o.customer_id from orders o
  -- Not as an equation: orders of one instant would be looked up by that.
  where t.kind = 'line' and o.id = t.order_id and o.order_date >= t.at and o.order_date <= t.at
) c
where c.customer_id is not null and (:day::date is null or t.day = :day::date)
