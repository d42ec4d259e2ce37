-- Lines by columns. Which of an order's lines brought an id of its own has been looked at before.
insert into import_run.lines (
  line, order_id, order_date, status, order_total, id, quantity, unit_price, total_price, unit_cost,
  customer_id, customer_ref, customer_name, customer_email, customer_segment, product_id, product_ref,
  product_name, category, sales_rep_id, sales_rep_ref, sales_rep_name, sales_rep_email, region,
  commission_rate
)
select * from unnest(
  :line::integer[], :order_id::uuid[], :order_date::timestamptz[], :status::text[],
  :order_total::numeric[], :id::uuid[], :quantity::integer[], :unit_price::numeric[],
  :total_price::numeric[], :unit_cost::numeric[], :customer_id::uuid[], :customer_ref::text[],
  :customer_name::text[], :customer_email::text[], :customer_segment::text[], :product_id::uuid[],
  :product_ref::text[], :product_name::text[], :category::text[], :sales_rep_id::uuid[],
  :sales_rep_ref::text[], :sales_rep_name::text[], :sales_rep_email::text[], :region::text[],
  :commission_rate::numeric[]
)
