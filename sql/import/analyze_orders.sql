analyze orders, order_ids, customers, products, categories, sales_representatives
