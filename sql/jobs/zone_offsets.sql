-- What Postgres's own time zone data say of a zone: its offset from UTC, in seconds, every so many minutes.
select at, extract(epoch from (at at time zone :zone) - (at at time zone 'UTC'))::integer as seconds
from generate_series(:from::timestamptz, :to::timestamptz, make_interval(mins => :minutes::integer)) as at
order by at
