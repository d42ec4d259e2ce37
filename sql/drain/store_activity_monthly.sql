-- The difference between old and new links, by months.
merge into agg_activity_monthly a
using (
  select month, prev_month, sum(customers)::integer as customers
  from (
    select date_trunc('month', day::timestamp)::date as month,
      date_trunc('month', old_prev_day::timestamp)::date as prev_month, -1 as customers
    from drained_links where was_link
    union all
    select date_trunc('month', day::timestamp)::date, date_trunc('month', new_prev_day::timestamp)::date, 1
    from drained_links where is_link
  ) links
  group by month, prev_month
  having sum(customers) <> 0
) d
-- An index finds either case; it does not find what "is not distinct from".
on a.month = d.month and (a.prev_month = d.prev_month or a.prev_month is null and d.prev_month is null)
when matched and a.customers + d.customers = 0 then delete
when matched then update set customers = a.customers + d.customers
when not matched then insert (month, prev_month, customers) values (d.month, d.prev_month, d.customers)
