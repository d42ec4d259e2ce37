-- What the drained days of products add to the running periods, against what they were: a rebuild reads all that the year's
-- products sold, and this only what changed.
merge into agg_category_performance c
using (
  select a.ancestor_id as category_id, p.period, p.period_start,
    sum(k.revenue) as revenue, sum(k.costed_revenue) as costed_revenue,
    sum(k.costed_revenue - k.cost) as profit, sum(k.units)::bigint as units_sold
  from (
    select k.day, s.category_id,
      sum(coalesce(k.revenue, 0) - coalesce(k.old_revenue, 0)) as revenue,
      sum(coalesce(k.costed_revenue, 0) - coalesce(k.old_costed_revenue, 0)) as costed_revenue,
      sum(coalesce(k.cost, 0) - coalesce(k.old_cost, 0)) as cost,
      sum(coalesce(k.units, 0) - coalesce(k.old_units, 0)) as units
    from drained_product_days k
    -- The offset keeps it to looking up these products, rather than reading all.
    cross join lateral (select category_id from products where id = k.product_id offset 0) s
    where (k.revenue, k.costed_revenue, k.cost, k.units) is distinct from (k.old_revenue, k.old_costed_revenue, k.old_cost, k.old_units)
    group by k.day, s.category_id
  ) k
  join running_periods(:today::date, :week_start::integer) p on k.day >= p.period_start and k.day < p.period_end
  left join category_ancestors a on a.category_id = k.category_id
  group by 1, 2, 3
) d
-- An index finds either case; it does not find what "is not distinct from".
on c.period = d.period and c.period_start = d.period_start
  and (c.category_id = d.category_id or c.category_id is null and d.category_id is null)
when matched and c.revenue + d.revenue = 0 and c.costed_revenue + d.costed_revenue = 0
  and c.profit + d.profit = 0 and c.units_sold + d.units_sold = 0 then delete
when matched then update set revenue = c.revenue + d.revenue, costed_revenue = c.costed_revenue + d.costed_revenue,
  profit = c.profit + d.profit, units_sold = c.units_sold + d.units_sold
when not matched and (d.revenue <> 0 or d.costed_revenue <> 0 or d.profit <> 0 or d.units_sold <> 0) then insert
  values (d.category_id, d.period, d.period_start, d.revenue, d.costed_revenue, d.profit, d.units_sold)
