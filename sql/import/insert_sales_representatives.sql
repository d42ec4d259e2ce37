insert into sales_representatives (id, name, email, region, commission_rate)
select id, coalesce(name, ref), case when not email_taken then email end, region, commission_rate
from import_run.sales_representatives r
where not exists (select from sales_representatives stored where stored.id = r.id)
order by id
