-- The number of this repair for all tags and all months: what was answered before may have been wrong anywhere.
with state as (
  update precompute_state set generation = generation + 1 returning generation
)
insert into generations as g (tag, month, generation)
select tag, month, generation
from state
cross join unnest(:tags::text[]) tag
cross join (values ('-infinity'::date), ('infinity')) months (month)
on conflict (tag, month) do update set generation = excluded.generation
