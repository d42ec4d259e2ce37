-- Whether so many products have moved that reading all days once is faster than those of one after the other, which lie apart.
select count(*) > greatest(100, (select count(*) from products) / 10) as are_many from moved_products
