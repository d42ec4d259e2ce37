-- The difference between old and new links. An index finds a link either way, with a day before or without, and not both at
-- once; so each is looked for first.
merge into agg_activity_daily a
using (
  select d.*, coalesce(
    (select x.ctid from agg_activity_daily x where x.day = d.day and x.prev_day = d.prev_day),
    (select x.ctid from agg_activity_daily x where x.day = d.day and x.prev_day is null and d.prev_day is null)
  ) as stored
  from (
    select day, prev_day, sum(customers)::integer as customers
    from (
      select day, old_prev_day as prev_day, -1 as customers from drained_links where was_link
      union all
      select day, new_prev_day, 1 from drained_links where is_link
    ) links
    group by day, prev_day
    having sum(customers) <> 0
  ) d
) d
on a.ctid = d.stored
when matched and a.customers + d.customers = 0 then delete
when matched then update set customers = a.customers + d.customers
when not matched then insert (day, prev_day, customers) values (d.day, d.prev_day, d.customers)
