-- Which of a batch's orders are not there yet, and which ones are there but differ in anything: date, header or
-- lines. Each join has one cheap way only (a key, or for a full join a hash), whatever Postgres guesses of its sizes; a
-- bound on dates would open another one.
with batch as materialized (
  select o.*, (select known.order_date from order_ids known where known.id = o.id) as known_date
  from import_run.orders o where o.position between :first and :last
), same_date as materialized (
  select * from batch where known_date = order_date
), stored_items as materialized (
  select stored.* from same_date b join order_items stored on stored.order_id = b.id and stored.order_date = b.order_date
), batch_items as materialized (
  select i.* from same_date b join import_run.items i on i.position = b.position
), changed as (
  select id, known_date from batch where known_date <> order_date
  union
  select b.id, b.known_date
  from same_date b join orders stored on stored.id = b.id and stored.order_date = b.order_date
  where (stored.customer_id, stored.sales_rep_id, stored.customer_segment, stored.total_amount, stored.status)
      is distinct from (b.customer_id, b.sales_rep_id, b.customer_segment, b.total_amount, b.status)
  union
  select coalesce(stored.order_id, i.order_id), coalesce(stored.order_date, i.order_date)
  from stored_items stored full join batch_items i on i.id = stored.id and i.order_id = stored.order_id
  where (stored.product_id, stored.quantity, stored.unit_price, stored.total_price, stored.unit_cost)
    is distinct from (i.product_id, i.quantity, i.unit_price, i.total_price, i.unit_cost)
)
select
  (select coalesce(array_agg(id), '{}') from batch where known_date is null) as fresh,
  coalesce(array_agg(id), '{}') as changed,
  coalesce(array_agg(known_date::text), '{}') as changed_dates
from changed
