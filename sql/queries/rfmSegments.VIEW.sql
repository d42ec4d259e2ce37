-- How many customers have each three scores, from mv_rfm_scores. One row a three; one of nulls where nobody ever ordered.
select
  r.recency_score as recency,
  r.frequency_score as frequency,
  r.monetary_score as monetary,
  r.customers::float8 as customers,
  r.revenue,
  r.orders::float8 as orders,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join mv_rfm_scores r on true
where s.name = 'mv_customer_segments'
