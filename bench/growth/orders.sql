-- The orders of some days with their lines. Triggers and checks of foreign keys are off, so their registry is filled here.
with days as (
  select day::date as day, first_number, amount
  from unnest(:days::text[], :first_numbers::integer[], :amounts::integer[]) as d (day, first_number, amount)
), lines as materialized (
  select o.*, l.*, round(o.sign * l.quantity * l.unit_price, 2) as total_price
  from days d
  cross join lateral bench.orders_of(d.day, :zone, d.first_number, d.amount, :customers, :reps) o
  cross join lateral bench.lines_of(o.number, o.lines, :products) l
), made as (
  insert into orders (id, order_date, customer_id, sales_rep_id, customer_segment, total_amount, status)
  select id, order_date, customer_id, sales_rep_id, customer_segment, sum(total_price), status
  from lines
  group by number, id, order_date, customer_id, sales_rep_id, customer_segment, status
  order by number
  returning id, order_date
), registered as (
  insert into order_ids (id, order_date) select id, order_date from made
)
insert into order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
select uuidv7(), id, order_date, product_id, sign * quantity, unit_price, total_price, unit_cost from lines
