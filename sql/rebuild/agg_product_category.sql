-- The category that each product is in.
select id as product_id, category_id from products where category_id is not null
