-- Each taken row's day.
update taken t set day = d.day
from drained_days d
where t.kind <> 'range'
  and d.day between (t.at at time zone :zone::text)::date and (t.at at time zone :zone::text)::date + 1
  and t.at >= d.lo and t.at < d.hi
