copy orders (id, customer_id, sales_rep_id, customer_segment, order_date, total_amount, status, created_at) from stdin
