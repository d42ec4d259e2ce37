-- The three views that all-time rankings, RFM scores and lifetime values are read from. They hold what the aggregates and
-- the tables of names held in one snapshot (src/precompute/views.ts), which view_state describes: whoever reads a view
-- reads its row there in the same statement. Their unique indexes let them be refreshed while they are read.

-- A row for each day with completed orders or returns.
--   sale_date        the shop's day
--   order_count      completed orders; returns are none
--   total_revenue    of orders, less returns
--   avg_order_value  total_revenue / order_count; null without orders
--   unique_customers who ordered that day; guests are none
create materialized view mv_daily_sales as
select
  sold.day as sale_date,
  sold.orders as order_count,
  sold.revenue as total_revenue,
  sold.revenue / nullif(sold.orders, 0) as avg_order_value,
  coalesce(active.customers, 0) as unique_customers
from (select day, sum(orders) as orders, sum(revenue) as revenue from agg_order_daily group by day) sold
left join (select day, sum(customers) as customers from agg_activity_daily group by day) active using (day);
create unique index idx_mv_daily_sales_date on mv_daily_sales (sale_date);

-- A row for each product, sold or not; over all time, from the lines of completed orders and returns.
--   times_sold           orders that hold it
--   total_quantity_sold  units, less those returned
--   total_revenue        of its lines
--   total_profit         of the lines whose cost is known
--   costed_revenue       what those lines brought: margin is total_profit / costed_revenue
create materialized view mv_product_performance as
select
  p.id as product_id,
  p.name as product_name,
  p.category_id,
  coalesce(sold.orders, 0) as times_sold,
  coalesce(sold.units, 0)::bigint as total_quantity_sold,
  coalesce(sold.revenue, 0) as total_revenue,
  coalesce(sold.costed_revenue - sold.cost, 0) as total_profit,
  coalesce(sold.costed_revenue, 0) as costed_revenue
from products p
left join (
  select product_id, sum(orders) as orders, sum(units) as units, sum(revenue) as revenue,
    sum(costed_revenue) as costed_revenue, sum(cost) as cost
  from agg_product_monthly
  group by product_id
) sold on sold.product_id = p.id;
create unique index idx_mv_product_perf_product on mv_product_performance (product_id);
-- For the rankings that few products lead; by id among equals, so that pages are stable.
create index idx_mv_product_perf_revenue on mv_product_performance (total_revenue desc, product_id);
create index idx_mv_product_perf_quantity on mv_product_performance (total_quantity_sold desc, product_id);
create index idx_mv_product_perf_profit on mv_product_performance (total_profit desc, product_id);

-- A row for each customer, with orders or without; over all time, from completed orders and returns.
--   segment          as it is now, not as it was at the time of a sale
--   order_count      completed orders; returns are none
--   total_spent      on orders, less returns
--   avg_order_value  total_spent / order_count; null without orders
--   first_order_date, last_order_date  the shop's days of orders; null without orders
--   total_profit     of the lines whose cost is known
--   costed_revenue   what those lines brought: margin is total_profit / costed_revenue
--   recency_score, frequency_score, monetary_score
--                    fifths, 5 is best, among the customers who ever ordered, by last_order_date, order_count and
--                    total_spent; null for the others. A score is 5 less the fifths of those customers who are strictly
--                    better, rounded down: 5 where fewer than one in five is better, 1 where at least four in five are.
--                    So equals share one score, the better one of those that a cut between them would give.
create materialized view mv_customer_segments as
with bought as (
  select
    customer_id,
    sum(orders) as order_count,
    sum(revenue) as total_spent,
    min(day) filter (where orders > 0) as first_order_date,
    max(day) filter (where orders > 0) as last_order_date,
    sum(costed_revenue) - sum(cost) as total_profit,
    sum(costed_revenue) as costed_revenue
  from agg_customer_daily
  group by customer_id
),
scored as (
  select
    customer_id,
    5 - 5 * (rank() over (order by last_order_date desc) - 1) / count(*) over () as recency_score,
    5 - 5 * (rank() over (order by order_count desc) - 1) / count(*) over () as frequency_score,
    5 - 5 * (rank() over (order by total_spent desc) - 1) / count(*) over () as monetary_score
  from bought
  where order_count > 0
)
select
  c.id as customer_id,
  c.name,
  c.segment,
  coalesce(b.order_count, 0) as order_count,
  coalesce(b.total_spent, 0) as total_spent,
  b.total_spent / nullif(b.order_count, 0) as avg_order_value,
  b.first_order_date,
  b.last_order_date,
  coalesce(b.total_profit, 0) as total_profit,
  coalesce(b.costed_revenue, 0) as costed_revenue,
  s.recency_score::smallint as recency_score,
  s.frequency_score::smallint as frequency_score,
  s.monetary_score::smallint as monetary_score
from customers c
left join bought b on b.customer_id = c.id
left join scored s on s.customer_id = c.id;
create unique index idx_mv_customer_segments_customer on mv_customer_segments (customer_id);
create index idx_mv_customer_segments_spent on mv_customer_segments (total_spent desc, customer_id);

-- What each view holds. A view without a row here was never refreshed, and holds nothing.
create table view_state (
  name varchar(63) primary key,
  -- precompute_state as the view's snapshot saw it: every change committed before as_of is in the view, its days are
  -- those of time_zone, and its generation compares with others of the same epoch.
  as_of timestamptz not null,
  generation bigint not null,
  epoch uuid not null,
  time_zone text not null,
  refreshed_at timestamptz not null,
  -- How long that took, for whoever decides when to do it again.
  took_ms integer not null
);

-- Held by whoever refreshes views. A table of its own, because nobody else ever locks it, autovacuum included.
create table view_lock ();
