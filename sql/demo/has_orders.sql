select exists (select from orders) as has_orders
