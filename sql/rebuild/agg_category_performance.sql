-- The periods that :today lies in, each category with all below it, from the products' days and months.
with sold as (
  select p.period, p.period_start, d.product_id, d.revenue, d.costed_revenue, d.cost, d.units
  from running_periods(:today::date, :week_start::integer) p
  join agg_product_daily d on d.day >= p.period_start and d.day < p.period_end
  where p.period in ('today', 'week')
  union all
  select p.period, p.period_start, m.product_id, m.revenue, m.costed_revenue, m.cost, m.units
  from running_periods(:today::date, :week_start::integer) p
  join agg_product_monthly m on m.month >= p.period_start and m.month < p.period_end
  where p.period in ('month', 'quarter', 'year')
),
own as (
  select s.period, s.period_start, p.category_id, sum(s.revenue) as revenue, sum(s.costed_revenue) as costed_revenue,
    sum(s.cost) as cost, sum(s.units) as units
  from sold s
  join products p on p.id = s.product_id
  group by 1, 2, 3
)
select
  a.ancestor_id as category_id,
  o.period,
  o.period_start,
  sum(o.revenue) as revenue,
  sum(o.costed_revenue) as costed_revenue,
  sum(o.costed_revenue - o.cost) as profit,
  sum(o.units)::bigint as units_sold
from own o
left join category_ancestors a on a.category_id = o.category_id
group by 1, 2, 3
having sum(o.revenue) <> 0 or sum(o.costed_revenue) <> 0 or sum(o.costed_revenue - o.cost) <> 0 or sum(o.units) <> 0
