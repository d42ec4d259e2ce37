-- How many customers have brought how much so far, from mv_customer_segments. One row a bucket that anybody is in, the number of
-- those of :edges that are not above; one of nulls where nobody ever ordered.
select
  b.bucket,
  b.customers::float8 as customers,
  b.revenue,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join (
  select width_bucket(v.total_spent, :edges::numeric[]) as bucket, count(*) as customers, sum(v.total_spent) as revenue
  from mv_customer_segments v
  where v.order_count > 0
  group by 1
) b on true
where s.name = 'mv_customer_segments'
order by b.bucket
