-- The drained days of products.
select day, product_id, revenue, costed_revenue, cost, units, orders from drained_product_days where revenue is not null
