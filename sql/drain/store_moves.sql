-- Counts each product in the category that it is in.
merge into agg_product_category c
using moved_products m
on c.product_id = m.product_id
when matched and m.new_category_id is null then delete
when matched then update set category_id = m.new_category_id
when not matched then insert (product_id, category_id) values (m.product_id, m.new_category_id)
