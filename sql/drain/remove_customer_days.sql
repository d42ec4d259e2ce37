-- The customer-days that are no more.
delete from agg_customer_daily a using changed_customer_days c
where a.customer_id = c.customer_id and a.day = c.day and c.orders is null
