-- How many customers have brought how much so far, from the days of customers and, where these are behind, the orders. One row a
-- bucket that anybody is in, the number of those of :edges that are not above; one of nulls where nobody ever ordered.
select
  b.bucket,
  b.customers::float8 as customers,
  b.revenue,
  (select as_of from all_time_cover(:zone::text)) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join (
  select width_bucket(c.total_spent, :edges::numeric[]) as bucket, count(*) as customers, sum(c.total_spent) as revenue
  from customers_by_days(:zone::text) c
  where c.order_count > 0
  group by 1
) b on true
order by b.bucket
