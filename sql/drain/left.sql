-- How many touched rows are there still, set aside or not, and how many pieces of a build.
select
  count(*) filter (where reason is null)::float8 + (select count(*) from build_pieces) as left,
  count(*) filter (where reason is not null)::float8 as set_aside
from touched
