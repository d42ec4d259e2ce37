-- The hours of the days [first_day, end_day) that taken rows lie in, but for days that are rebuilt as a whole.
insert into drained_hours (metric_hour, hour_end, day)
select hour_start(some_instant, :zone::text), hour_end(some_instant, :zone::text), day
from (
  select min(t.at) as some_instant, min(t.day) as day
  from taken t
  join drained_days d on d.day = t.day and not d.whole
  where t.day >= :first_day::date and t.day < :end_day::date
  group by date_trunc('hour', t.at, :zone::text)
) hours
