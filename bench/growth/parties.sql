-- Whom and what the orders name. Ids follow from numbers, so that orders find them without a look.
with made as (
  insert into categories (id, name, parent_id)
  select md5('category ' || i)::uuid, 'Category ' || i, case when i > 10 then md5('category ' || 1 + i % 10)::uuid end
  from generate_series(1, 110) i
), sold as (
  insert into products (id, name, category_id, cost_price, selling_price, stock_quantity)
  select md5('product ' || i)::uuid, 'Product ' || i, md5('category ' || 11 + i % 100)::uuid,
    round((5 + i % 300) * 0.6, 2), 5.95 + i % 300, 100
  from generate_series(0, :products::integer - 1) i
), selling as (
  insert into sales_representatives (id, name, region, commission_rate)
  select md5('rep ' || i)::uuid, 'Rep ' || i, 'Region ' || i % 5, 2 + i % 4 from generate_series(0, :reps::integer - 1) i
)
insert into customers (id, name, email, segment)
select md5('customer ' || i)::uuid, 'Customer ' || i, 'c' || i || '@example.org', (array['Premium', 'Regular', 'Regular', 'New'])[1 + i % 4]
from generate_series(0, :customers::integer - 1) i
