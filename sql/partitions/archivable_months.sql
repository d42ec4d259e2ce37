-- The months that ended more than so many months ago, oldest first.
select month::text as month
from order_months
where month_end(month) <= :now::timestamptz - make_interval(months => :older_than::integer)
order by month
