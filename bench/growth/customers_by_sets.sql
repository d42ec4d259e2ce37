select coalesce(sum(bit_count(once)), 0)::integer as customers
from customer_sets(:from::text::date, :to::text::date, false)
