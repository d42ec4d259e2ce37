select coalesce(sum(customers), 0)::integer as customers
from agg_activity_daily
where day >= :from::text::date and day < :to::text::date and (prev_day is null or prev_day < :from::text::date)
