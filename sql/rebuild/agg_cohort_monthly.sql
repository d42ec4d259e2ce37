-- The months that begin in [first_day, end_day), from the customers' days: each is counted on the first of its active days in
-- a month. Customers who never ordered are in no cohort.
select
  date_trunc('month', f.day::timestamp)::date as cohort,
  date_trunc('month', d.day::timestamp)::date as month,
  count(*) filter (
    where d.orders > 0 and (d.prev_day is null or d.prev_day < date_trunc('month', d.day::timestamp))
  )::integer as customers,
  sum(d.revenue) as revenue
from agg_customer_daily d
join agg_customer_daily f on f.customer_id = d.customer_id and f.orders > 0 and f.prev_day is null
where d.day >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')
  and d.day < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')
group by 1, 2
having count(*) filter (where d.orders > 0) > 0 or sum(d.revenue) <> 0
