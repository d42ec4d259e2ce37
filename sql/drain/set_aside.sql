-- Puts back what could not be rebuilt, with the reason; tried again later and later, at most an hour on.
insert into touched (kind, at, until, order_id, customer_id, sales_rep_id, product_id, reason, tries, retry_at)
select kind, at, until, order_id, customer_id, sales_rep_id, product_id, :reason::text, tries + 1,
  transaction_timestamp() + least(interval '1 hour', interval '15 seconds' * 2 ^ least(tries, 10))
from (
  select kind, at, until, order_id, customer_id, sales_rep_id, product_id, tries from taken
  where kind <> 'range' and day = :day::date
  union all
  select 'range', d.lo, d.hi, null, null, null, null,
    (select coalesce(max(t.tries), 0) from taken t where t.kind = 'range' and t.at < d.hi and t.until > d.lo)
  from drained_days d
  where d.day = :day::date and d.whole
) rows
