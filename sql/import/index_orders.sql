create unique index on import_run.orders (position)
