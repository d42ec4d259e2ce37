-- The days [first_day, end_day), from the customers' chains.
select day, prev_day, count(*)::integer as customers
from agg_customer_daily
where day >= :first_day::date and day < :end_day::date and orders > 0
group by day, prev_day
