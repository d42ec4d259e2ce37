-- The hours of taken rows, of one day or of all, that no whole day covers.
insert into drained_hours (metric_hour, hour_end)
select hour_start(some_instant, :zone::text), hour_end(some_instant, :zone::text)
from (
  select min(t.at) as some_instant
  from taken t
  join drained_days d on d.day = t.day and not d.whole
  where :day::date is null or t.day = :day::date
  group by date_trunc('hour', t.at, :zone::text)
) hours
