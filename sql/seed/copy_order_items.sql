copy order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost, created_at)
from stdin
