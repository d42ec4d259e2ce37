copy import_run.lines from stdin
