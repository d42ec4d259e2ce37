-- What the aggregates were last built from, and with which settings.
select as_of, time_zone, week_start, periods_end
from precompute_state
