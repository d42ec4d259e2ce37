-- The months that begin in [first_day, end_day), from the days of categories.
select
  date_trunc('month', day::timestamp)::date as month,
  category_id,
  sum(revenue) as revenue,
  sum(costed_revenue) as costed_revenue,
  sum(cost) as cost,
  sum(units)::bigint as units,
  sum(times_sold)::bigint as times_sold
from agg_category_daily
where day >= date_trunc('month', :first_day::timestamp + interval '1 month - 1 day')
  and day < date_trunc('month', :end_day::timestamp + interval '1 month - 1 day')
group by 1, 2
having (sum(revenue), sum(costed_revenue), sum(cost), sum(units), sum(times_sold)) <> (0, 0, 0, 0, 0)
