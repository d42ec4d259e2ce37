-- All days of customers, in whole months.
select date_trunc('month', min(day)::timestamp)::date::text as first_day,
  (date_trunc('month', max(day)::timestamp) + interval '1 month')::date::text as end_day
from agg_customer_daily
