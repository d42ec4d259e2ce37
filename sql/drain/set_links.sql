-- What each link follows now.
update drained_links l set new_prev_day = greatest(
  (
    select max(a.day) from (
      select day from agg_customer_daily where customer_id = l.customer_id and day < l.day and orders > 0 offset 0
    ) a
    where not exists (select from changed_customer_days x where x.customer_id = l.customer_id and x.day = a.day)
  ),
  (
    select x.day from changed_customer_days x
    where x.customer_id = l.customer_id and x.day < l.day and x.is_active
    order by x.day desc limit 1
  )
)
where l.is_link
