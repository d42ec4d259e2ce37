-- What an earlier demo has done already, and whether for the same zone and first day of the week.
select
  exists (select from orders) as has_orders,
  as_of is not null as is_built,
  coalesce(time_zone <> :zone::text or week_start <> :week_start::smallint, false) as is_cut_otherwise
from precompute_state
