-- The days that lie in [from, to), both at the start of a day in the shop's zone. A product has a row for each day
-- it was sold or returned on.
select
  (l.order_date at time zone :zone::text)::date as day,
  l.product_id,
  sum(l.revenue) as revenue,
  sum(l.costed_revenue) as costed_revenue,
  sum(l.cost) as cost,
  sum(l.units)::bigint as units,
  count(distinct l.order_id) filter (where not l.is_return)::integer as orders
from completed_lines l
where l.order_date >= :from::timestamptz and l.order_date < :to::timestamptz
group by 1, 2
