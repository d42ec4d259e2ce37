copy products (id, name, category_id, cost_price, selling_price, stock_quantity, created_at, updated_at) from stdin
