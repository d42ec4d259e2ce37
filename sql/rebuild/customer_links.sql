-- prev_day of the rows of agg_customer_daily in the days [first_day, end_day), from the rows themselves.
select d.customer_id, d.day,
  (
    select max(b.day) from agg_customer_daily b
    where b.customer_id = d.customer_id and b.day < d.day and b.orders > 0 and d.orders > 0
  ) as prev_day
from agg_customer_daily d
where d.day >= :first_day::date and d.day < :end_day::date
