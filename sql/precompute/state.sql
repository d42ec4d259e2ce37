-- What the aggregates are cut by, and from when on orders are not archived.
select as_of, time_zone, week_start, closed_before
from precompute_state
