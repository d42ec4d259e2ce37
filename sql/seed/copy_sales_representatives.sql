copy sales_representatives (id, name, email, region, commission_rate, created_at) from stdin
