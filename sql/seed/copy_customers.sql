copy customers (id, name, email, segment, created_at, updated_at) from stdin
