-- How many customers have each three scores, from the orders alone. One row a three; one of nulls where nobody ever ordered.
select
  r.recency_score as recency,
  r.frequency_score as frequency,
  r.monetary_score as monetary,
  r.customers::float8 as customers,
  r.revenue,
  r.orders::float8 as orders,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join scored_customers(false, :zone::text) r on true
