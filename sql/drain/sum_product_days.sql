-- The products' days of taken rows among the days [first_day, end_day), which are the instants [from, to), as they were and
-- summed anew from their lines, which an index finds; null where there is none. An order's products are those of its lines; a
-- line that it had and has no more was touched itself.
insert into drained_product_days (
  day, product_id, old_revenue, old_costed_revenue, old_cost, old_units, old_orders,
  revenue, costed_revenue, cost, units, orders
)
select s.day, s.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders,
  s.revenue, s.costed_revenue, s.cost, s.units, s.orders
from (
  select k.day, k.product_id,
    add(l.revenue) as revenue, add(l.costed_revenue) as costed_revenue, add(l.cost) as cost, sum(l.units) as units,
    case when count(l.order_id) > 0 then count(distinct l.order_id) filter (where not l.is_return) end as orders
  from (
    select distinct t.day, p.product_id
    from taken t
    join drained_days d on d.day = t.day and not d.whole
    cross join lateral (
      select t.product_id where t.kind = 'line'
      union all
      select i.product_id from order_items i
      where t.kind = 'order' and i.order_id = t.order_id and i.order_date = t.at
        and i.order_date >= :from::timestamptz and i.order_date < :to::timestamptz
    ) p
    where t.day >= :first_day::date and t.day < :end_day::date
  ) k
  join drained_days d on d.day = k.day
  left join lateral (
    select c.*
    from (
      select l.*,
        -- Its order is among the drained ones, or found by its key.
        case
          when l.order_id in (select id from drained_orders where not is_return) then false
          when l.order_id in (select id from drained_orders where is_return) then true
          else (
            -- Not as an equation: orders of one instant would be looked up by that.
            select o.is_return from completed_orders o
            where o.id = l.order_id and o.order_date >= l.order_date and o.order_date <= l.order_date
              and o.order_date >= :from::timestamptz and o.order_date < :to::timestamptz
            limit 1
          )
        end as is_return
      from line_sums l
      where l.product_id = k.product_id and l.order_date >= d.lo and l.order_date < d.hi
        and l.order_date >= :from::timestamptz and l.order_date < :to::timestamptz
      offset 0
    ) c
    where c.is_return is not null
  ) l on true
  group by k.day, k.product_id
) s
-- Not as an equation: the index by product has a day's rows far apart, and the one by day has them together.
left join agg_product_daily a on a.day = s.day and a.product_id >= s.product_id and a.product_id <= s.product_id
