select email, role, disabled, created_at from users order by email
