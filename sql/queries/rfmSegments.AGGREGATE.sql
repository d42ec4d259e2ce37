-- How many customers have each three scores, from the days of customers. One row a three; one of nulls where nobody
-- ever ordered.
select
  r.recency_score as recency,
  r.frequency_score as frequency,
  r.monetary_score as monetary,
  r.customers::float8 as customers,
  r.revenue,
  r.orders::float8 as orders,
  (select as_of from all_time_cover(:zone::text)) as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join scored_customers(true, :zone::text) r on true
