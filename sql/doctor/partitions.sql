-- Whether next month has a partition of its own, and whether there are orders that none took.
select
  to_regclass(month_table('orders', (date_trunc('month', now(), 'UTC') + interval '1 month')::date)) is not null as is_next_made,
  exists (select from orders_default) as is_default_used
