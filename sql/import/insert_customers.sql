insert into customers (id, name, email, segment)
select id, coalesce(name, ref), case when not email_taken then email end, segment
from import_run.customers c
where not exists (select from customers stored where stored.id = c.id)
order by id
