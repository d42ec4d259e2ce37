select known.order_date::text as date, coalesce(known.order_date < state.closed_before, false) as is_archived
from order_ids known cross join precompute_state state
where known.id = :id
