-- What each link follows now.
update drained_links l set new_prev_day = greatest(
  (
    select a.day from agg_customer_daily a
    where a.customer_id = l.customer_id and a.day < l.day and a.orders > 0
      and not exists (select from changed_customer_days x where x.customer_id = a.customer_id and x.day = a.day)
    order by a.day desc limit 1
  ),
  (
    select x.day from changed_customer_days x
    where x.customer_id = l.customer_id and x.day < l.day and x.is_active
    order by x.day desc limit 1
  )
)
where l.is_link
