drop table if exists import_run.lines, import_run.rejects, import_run.orders, import_run.items, import_run.customers,
  import_run.products, import_run.categories, import_run.sales_representatives cascade
