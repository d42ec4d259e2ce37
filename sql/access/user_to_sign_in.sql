-- With the moment it was read, by the clock that revocations are written by.
select id, email, role, password_hash, disabled, clock_timestamp() as read_at
from users
where email = lower(:email)
