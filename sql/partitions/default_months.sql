-- The months (UTC) that the default partition holds orders of.
select distinct date_trunc('month', order_date, 'UTC')::date::text as month
from orders_default
order by month
