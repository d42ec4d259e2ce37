create index on import_run.items (position)
