-- Where a clock is turned back over midnight, some instants belong to the day after their local date.
update taken t set day = d.day
from drained_days d
where t.kind <> 'range' and d.day = t.day + 1 and t.at >= d.lo
