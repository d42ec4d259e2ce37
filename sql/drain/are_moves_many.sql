-- Whether so many products have moved that reading all days once is faster than those of one after the other, which lie apart.
-- New ones have none.
select count(*) > greatest(100, (select count(*) from products) / 10) as are_many
from moved_products m
where exists (select from agg_product_daily a where a.product_id = m.product_id)
