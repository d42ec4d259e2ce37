analyze import_run.lines
