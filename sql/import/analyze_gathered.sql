analyze import_run.orders, import_run.items, import_run.customers, import_run.products, import_run.sales_representatives
