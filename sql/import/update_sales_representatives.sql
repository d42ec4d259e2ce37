-- What the file does not say stays as it is.
update sales_representatives stored
set name = coalesce(r.name, stored.name),
  email = case when r.email is null or r.email_taken then stored.email else r.email end,
  region = coalesce(r.region, stored.region),
  commission_rate = coalesce(r.commission_rate, stored.commission_rate)
from import_run.sales_representatives r
where stored.id = r.id
  and (stored.name, stored.email, stored.region, stored.commission_rate) is distinct from
    (coalesce(r.name, stored.name), case when r.email is null or r.email_taken then stored.email else r.email end,
      coalesce(r.region, stored.region), coalesce(r.commission_rate, stored.commission_rate))
