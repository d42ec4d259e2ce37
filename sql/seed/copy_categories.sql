copy categories (id, name, parent_id, created_at) from stdin
