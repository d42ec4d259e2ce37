-- Who bought lately, once for each order, so that who buys often comes up often; where nobody did, any customers.
with recent as materialized (
  select customer_id, sales_rep_id from orders
  where total_amount >= 0
  order by order_date desc
  limit 5000
)
select customer_id, sales_rep_id from recent
union all
(select id, null from customers where not exists (select from recent) limit 5000)
