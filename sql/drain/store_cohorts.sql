-- The difference between what customers did in a month before and after, each in the cohort they were in.
merge into agg_cohort_monthly a
using (
  select cohort, month, sum(customers)::integer as customers, sum(revenue) as revenue
  from (
    select date_trunc('month', c.old_first_day::timestamp)::date as cohort, m.month,
      -(m.old_orders > 0)::integer as customers, -m.old_revenue as revenue
    from drained_customer_months m
    join drained_customers c using (customer_id)
    where c.old_first_day is not null
    union all
    select date_trunc('month', c.new_first_day::timestamp)::date, m.month, (m.orders > 0)::integer, m.revenue
    from drained_customer_months m
    join drained_customers c using (customer_id)
    where c.new_first_day is not null
  ) parts
  group by cohort, month
  having sum(customers) <> 0 or sum(revenue) <> 0
) d
on a.cohort = d.cohort and a.month = d.month
when matched and a.customers + d.customers = 0 and a.revenue + d.revenue = 0 then delete
when matched then update set customers = a.customers + d.customers, revenue = a.revenue + d.revenue
when not matched then insert (cohort, month, customers, revenue) values (d.cohort, d.month, d.customers, d.revenue)
