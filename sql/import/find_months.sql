select distinct to_char(date_trunc('month', order_date at time zone 'UTC'), 'YYYY-MM-DD') as month
from import_run.orders where position is not null
order by month
