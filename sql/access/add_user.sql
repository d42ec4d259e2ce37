insert into users (email, role, password_hash)
values (lower(:email), :role, :password_hash)
on conflict (email) do nothing
returning id
