-- The running periods, each from its start to the business clock's now, each category with all below it.
with periods as (
  select
    p.period,
    p.period_start,
    day_start(p.period_start, :zone::text) as lo
  from (select (:now::timestamptz at time zone :zone::text)::date as today) t
  cross join lateral (values
    ('today', t.today),
    ('week', t.today - ((extract(isodow from t.today)::integer - :week_start::integer + 7) % 7)),
    ('month', date_trunc('month', t.today::timestamp)::date),
    ('quarter', date_trunc('quarter', t.today::timestamp)::date),
    ('year', date_trunc('year', t.today::timestamp)::date)
  ) p (period, period_start)
),
sold as (
  select p.period, p.period_start, l.product_id,
    sum(l.revenue) as revenue, sum(l.costed_revenue) as costed_revenue, sum(l.cost) as cost, sum(l.units) as units
  from periods p
  join completed_lines l on l.order_date >= p.lo and l.order_date < :now::timestamptz
  group by 1, 2, 3
)
select
  a.ancestor_id as category_id,
  s.period,
  s.period_start,
  sum(s.revenue) as revenue,
  sum(s.costed_revenue) as costed_revenue,
  sum(s.costed_revenue - s.cost) as profit,
  sum(s.units)::bigint as units_sold
from sold s
join products p on p.id = s.product_id
left join category_ancestors a on a.category_id = p.category_id
group by 1, 2, 3
