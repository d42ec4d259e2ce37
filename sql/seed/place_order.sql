-- An order with its lines, at the products' prices of today, for the customer as they are today.
with wanted as materialized (
  select
    p.id as product_id,
    w.quantity,
    p.selling_price as unit_price,
    round(w.quantity * p.selling_price * (1 - w.discount), 2) as total_price,
    p.cost_price as unit_cost
  from unnest(:products::uuid[], :quantities::integer[], :discounts::numeric[]) as w (product_id, quantity, discount)
  join products p on p.id = w.product_id
), placed as (
  insert into orders (customer_id, sales_rep_id, customer_segment, order_date, total_amount, status)
  select
    :customer::uuid,
    :rep::uuid,
    (select segment from customers where id = :customer::uuid),
    :at::timestamptz,
    sum(total_price),
    :status
  from wanted
  having count(*) > 0
  returning id, order_date, total_amount
), lines as (
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
  select placed.id, placed.order_date, product_id, quantity, unit_price, total_price, unit_cost
  from placed, wanted
)
select id, order_date, total_amount from placed
