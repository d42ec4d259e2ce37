select refresh_view(:name)
