create unique index on import_run.lines (line)
