-- The shop's tables that hold rows.
select name
from (values
  ('orders', exists (select from orders)),
  ('customers', exists (select from customers)),
  ('products', exists (select from products)),
  ('categories', exists (select from categories)),
  ('sales_representatives', exists (select from sales_representatives))
) as tables (name, filled)
where filled
