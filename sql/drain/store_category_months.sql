-- Adds what categories' days differ by to their months.
merge into agg_category_monthly c
using (
  select d.*, stored.ctid as place
  from (
    select date_trunc('month', day::timestamp)::date as month, category_id, sum(revenue) as revenue,
      sum(costed_revenue) as costed_revenue, sum(cost) as cost, sum(units)::bigint as units, sum(times_sold)::bigint as times_sold
    from drained_category_days
    group by 1, 2
  ) d
  -- An index finds either; it does not find what "is not distinct from".
  left join lateral (
    select a.ctid from agg_category_monthly a where a.month = d.month and a.category_id = d.category_id
    union all
    select a.ctid from agg_category_monthly a where a.month = d.month and a.category_id is null and d.category_id is null
  ) stored on true
) d
on c.ctid = d.place
when matched and (c.revenue + d.revenue, c.costed_revenue + d.costed_revenue, c.cost + d.cost, c.units + d.units,
  c.times_sold + d.times_sold) = (0, 0, 0, 0, 0) then delete
when matched then update set revenue = c.revenue + d.revenue, costed_revenue = c.costed_revenue + d.costed_revenue,
  cost = c.cost + d.cost, units = c.units + d.units, times_sold = c.times_sold + d.times_sold
when not matched and (d.revenue, d.costed_revenue, d.cost, d.units, d.times_sold) <> (0, 0, 0, 0, 0) then insert
  (month, category_id, revenue, costed_revenue, cost, units, times_sold)
  values (d.month, d.category_id, d.revenue, d.costed_revenue, d.cost, d.units, d.times_sold)
