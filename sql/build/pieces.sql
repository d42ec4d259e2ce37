-- The pieces that can be built now: all of the kind that comes first.
with ranked as (
  select id, kind, array_position('{days,customers,index,counts}'::text[], kind::text) as step from build_pieces
)
select id::float8 as id, kind from ranked where step = (select min(step) from ranked) order by id
