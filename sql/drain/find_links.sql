-- The links that come or go, and the next one of each, which now follows another. The next is the nearer of those that stay
-- as they are and those that change.
with moved as (
  select customer_id, day, was_active, is_active, old_prev_day from changed_customer_days where was_active <> is_active
),
next as (
  select distinct m.customer_id, n.day
  from moved m
  cross join lateral (
    select least(
      (
        select min(a.day) from (
          select day from agg_customer_daily where customer_id = m.customer_id and day > m.day and orders > 0 offset 0
        ) a
        where not exists (select from changed_customer_days x where x.customer_id = m.customer_id and x.day = a.day)
      ),
      (
        select x.day from changed_customer_days x
        where x.customer_id = m.customer_id and x.day > m.day and x.is_active
        order by x.day limit 1
      )
    ) as day
  ) n
  where n.day is not null
    and not exists (select from moved x where x.customer_id = m.customer_id and x.day = n.day)
)
insert into drained_links (customer_id, day, was_link, old_prev_day, is_link)
select customer_id, day, was_active, old_prev_day, is_active from moved
union all
select n.customer_id, n.day, true, a.prev_day, true
from next n
join agg_customer_daily a on a.customer_id = n.customer_id and a.day = n.day
