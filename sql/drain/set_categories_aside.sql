-- Asks for agg_category_performance to be tried again.
insert into touched (kind, reason, tries, retry_at)
select 'category', :reason::text, n.tries, transaction_timestamp() + least(interval '1 hour', interval '15 seconds' * 2 ^ least(n.tries - 1, 10))
from (select coalesce(max(tries), 0) + 1 as tries from taken where kind = 'category') n
