select has_table_privilege('orders', 'insert') and has_table_privilege('ingest_keys', 'insert')
  and has_schema_privilege('laneway_import', 'create') as may_write
