-- Customers as they are now.
select id, name, email, segment, created_at
from customers
where id = any (:ids::uuid[])
