-- Numbers for those who are active for the first time. A number once given stays, so only drains that find new customers write.
insert into agg_customer_numbers (customer_id, number)
select c.customer_id,
  (select coalesce(max(number), -1) from agg_customer_numbers) + row_number() over (order by c.customer_id)
from (select distinct customer_id from changed_customer_days where is_active) c
where not exists (select from agg_customer_numbers n where n.customer_id = c.customer_id)
