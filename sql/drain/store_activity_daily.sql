-- The difference between old and new links.
merge into agg_activity_daily a
using (
  select day, prev_day, sum(customers)::integer as customers
  from (
    select day, old_prev_day as prev_day, -1 as customers from drained_links where was_link
    union all
    select day, new_prev_day, 1 from drained_links where is_link
  ) links
  group by day, prev_day
  having sum(customers) <> 0
) d
-- An index finds either case; it does not find what "is not distinct from".
on a.day = d.day and (a.prev_day = d.prev_day or a.prev_day is null and d.prev_day is null)
when matched and a.customers + d.customers = 0 then delete
when matched then update set customers = a.customers + d.customers
when not matched then insert (day, prev_day, customers) values (d.day, d.prev_day, d.customers)
