select make_index(:definition::text)
