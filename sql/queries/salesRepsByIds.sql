-- Sales reps as they are now, their rates in percent.
select id, name, region, commission_rate
from sales_representatives
where id = any (:ids::uuid[])
