-- What is null stays as it is.
update users
set role = coalesce(:role::text, role),
  disabled = coalesce(:disabled::boolean, disabled),
  password_hash = coalesce(:password_hash::text, password_hash)
where email = lower(:email)
returning id
