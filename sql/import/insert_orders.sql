-- The orders of a batch that are not there yet, with their lines.
with fresh as materialized (
  select * from import_run.orders o
  where o.position between :first and :last
    and (select known.id from order_ids known where known.id = o.id) is null
), stored as (
  insert into orders (id, customer_id, sales_rep_id, customer_segment, order_date, total_amount, status)
  select id, customer_id, sales_rep_id, customer_segment, order_date, total_amount, status from fresh order by position
)
insert into order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
select i.id, i.order_id, i.order_date, i.product_id, i.quantity, i.unit_price, i.total_price, i.unit_cost
from fresh f join import_run.items i on i.position = f.position
