-- What the file does not say stays as it is.
update customers stored
set name = coalesce(c.name, stored.name),
  email = case when c.email is null or c.email_taken then stored.email else c.email end,
  segment = coalesce(c.segment, stored.segment)
from import_run.customers c
where stored.id = c.id
  and (stored.name, stored.email, stored.segment) is distinct from
    (coalesce(c.name, stored.name), case when c.email is null or c.email_taken then stored.email else c.email end,
      coalesce(c.segment, stored.segment))
