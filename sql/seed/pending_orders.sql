-- The first thousand that wait. Found by status, then sorted: a walk by date would pass all that do not wait.
with waiting as materialized (
  select id, order_date from orders where status = 'pending'
)
select id, order_date from waiting order by order_date, id limit 1000
