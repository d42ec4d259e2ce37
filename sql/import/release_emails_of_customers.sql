-- First given up, then taken, so that two may change places.
update customers stored set email = null
from import_run.customers c
where stored.id = c.id and c.email is not null and stored.email is not null
  and (c.email_taken or stored.email <> c.email)
