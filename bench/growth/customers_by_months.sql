select coalesce(sum(customers), 0)::integer as customers
from agg_activity_monthly
where month >= :from::text::date and month < :to::text::date and (prev_month is null or prev_month < :from::text::date)
