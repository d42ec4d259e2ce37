-- Up to when the aggregates are complete, and for which zone.
select as_of, time_zone
from precompute_state
