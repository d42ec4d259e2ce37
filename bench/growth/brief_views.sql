-- The product brief's own three views (over the raw tables), as it gives them, with what CONCURRENTLY needs: a unique index.
create schema brief;

create materialized view brief.mv_daily_sales as
select
  date(order_date) as sale_date,
  count(*) as order_count,
  sum(total_amount) as total_revenue,
  avg(total_amount) as avg_order_value,
  count(distinct customer_id) as unique_customers
from orders
where status = 'completed'
group by date(order_date);
create unique index on brief.mv_daily_sales (sale_date);

create materialized view brief.mv_product_performance as
select
  p.id as product_id,
  p.name as product_name,
  p.category_id,
  count(oi.id) as times_sold,
  sum(oi.quantity) as total_quantity_sold,
  sum(oi.total_price) as total_revenue,
  sum(oi.total_price - (p.cost_price * oi.quantity)) as total_profit
from products p
left join order_items oi on p.id = oi.product_id
left join orders o on oi.order_id = o.id and o.status = 'completed'
group by p.id, p.name, p.category_id;
create unique index on brief.mv_product_performance (product_id);
create index on brief.mv_product_performance (total_revenue desc);

create materialized view brief.mv_customer_segments as
select
  c.id as customer_id,
  c.name,
  c.segment,
  count(o.id) as order_count,
  sum(o.total_amount) as total_spent,
  avg(o.total_amount) as avg_order_value,
  max(o.order_date) as last_order_date,
  min(o.order_date) as first_order_date
from customers c
left join orders o on c.id = o.customer_id and o.status = 'completed'
group by c.id, c.name, c.segment;
create unique index on brief.mv_customer_segments (customer_id);
