-- Asks for moved products to be looked for again; until then questions move their days.
insert into touched (kind, reason, tries, retry_at)
select 'product', :reason::text, n.tries, transaction_timestamp() + least(interval '1 hour', interval '15 seconds' * 2 ^ least(n.tries - 1, 10))
from (select coalesce(max(tries), 0) + 1 as tries from taken where kind = 'product') n
