-- What the aggregates were last built from.
select as_of, time_zone
from precompute_state
