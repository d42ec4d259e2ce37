-- What each link follows now: the nearer of the days that stay as they are and those that change. (By whole rows, so that
-- only the index by customer and day gives the order; both bounds, so that no other customer's days are gone through.)
update drained_links l set new_prev_day = greatest(
  (
    select day from agg_customer_daily d
    where (customer_id, day) < (l.customer_id, l.day) and (customer_id, day) >= (l.customer_id, '-infinity'::date)
      and orders > 0
      and not exists (select from changed_customer_days x where x.customer_id = d.customer_id and x.day = d.day)
    order by customer_id desc, day desc limit 1
  ),
  (
    select x.day from changed_customer_days x
    where x.customer_id = l.customer_id and x.day < l.day and x.is_active
    order by x.day desc limit 1
  )
)
where l.is_link
