select name from schema_migrations order by name
