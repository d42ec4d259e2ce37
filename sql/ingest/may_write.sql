select has_table_privilege('orders', 'insert') and has_table_privilege('ingest_keys', 'insert')
  and has_database_privilege(current_database(), 'create') as may_write
