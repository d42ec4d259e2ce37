-- Partitions for this month and the next three.
select create_order_months(now(), now() + interval '3 months') as made
