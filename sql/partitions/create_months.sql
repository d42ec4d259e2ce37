-- Partitions for this month and the next three. Rather fail, and try again later, than make others wait.
select create_order_months(now(), now() + interval '3 months') as made
from set_config('lock_timeout', '150ms', true)
