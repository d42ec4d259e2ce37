-- What the aggregates are cut by, and from when on orders are not archived.
select as_of, time_zone, week_start, today::text as today, closed_before
from precompute_state
