-- Autovacuum would get to the partitions within a minute, and to the partitioned tables never.
analyze customers, products, categories, sales_representatives, orders, order_items
