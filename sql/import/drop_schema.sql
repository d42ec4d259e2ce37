drop schema if exists import_run cascade
