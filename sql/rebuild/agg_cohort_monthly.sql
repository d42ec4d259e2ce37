-- The months that begin in [first_day, end_day), from the customers' days. Customers who never ordered are in no cohort.
select
  date_trunc('month', f.first_day::timestamp)::date as cohort,
  date_trunc('month', d.day::timestamp)::date as month,
  count(distinct d.customer_id) filter (where d.orders > 0)::integer as customers,
  sum(d.revenue) as revenue
from agg_customer_daily d
join (select customer_id, day as first_day from agg_customer_daily where orders > 0 and prev_day is null) f
  using (customer_id)
where d.day >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')
  and d.day < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')
group by 1, 2
having count(*) filter (where d.orders > 0) > 0 or sum(d.revenue) <> 0
