-- Products as they are now.
select id, name, category_id, cost_price, selling_price
from products
where id = any (:ids::uuid[])
