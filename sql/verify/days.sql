-- The days from first_day to last_day, each with its instants [lo, hi).
select day, day_start(day, :zone::text) as lo, day_start(day + 1, :zone::text) as hi
from (
  select :first_day::date + i as day from generate_series(0, :last_day::date - :first_day::date) i
) days
order by day
