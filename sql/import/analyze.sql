analyze orders, order_items, order_ids, customers, products, categories, sales_representatives
