-- The months that begin in [first_day, end_day), from the counts by days.
select date_trunc('month', day::timestamp)::date as month, date_trunc('month', prev_day::timestamp)::date as prev_month,
  sum(customers)::integer as customers
from agg_activity_daily
where day >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')
  and day < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')
group by 1, 2
