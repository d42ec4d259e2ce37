select coalesce(max(cardinality(path)), 0)::integer as depth from import_run.categories
