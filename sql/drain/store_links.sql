-- The links of days that are as they were.
update agg_customer_daily a set prev_day = l.new_prev_day
from drained_links l
where l.is_link and a.customer_id = l.customer_id and a.day = l.day and a.prev_day is distinct from l.new_prev_day
