-- What one customer has brought, from the orders and lines alone. One row, of
-- zeros and nulls for a customer without orders; none where there is no such customer.
select
  c.id as customer_id,
  coalesce(t.total_spent, 0) as revenue,
  coalesce(t.total_profit, 0) as profit,
  coalesce(t.costed_revenue, 0) as costed_revenue,
  coalesce(t.order_count, 0)::float8 as orders,
  t.first_order_date as first_order,
  t.last_order_date as last_order,
  null as recency,
  null as frequency,
  null as monetary,
  null as rank,
  0::float8 as ranked,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from customers c
left join customers_by_orders(:zone::text) t on t.customer_id = :customer_id::uuid
where c.id = :customer_id::uuid
