analyze customers, products, sales_representatives
