-- How many touched rows are there still, set aside or not.
select
  count(*) filter (where reason is null)::float8 as left,
  count(*) filter (where reason is not null)::float8 as set_aside
from touched
