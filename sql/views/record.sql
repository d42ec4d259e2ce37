-- What a view holds now, as this transaction's snapshot saw it.
insert into view_state (name, as_of, generation, epoch, time_zone, refreshed_at, took_ms)
select :name::text, as_of, generation, epoch, time_zone, clock_timestamp(), :took_ms::integer
from precompute_state
on conflict (name) do update
set as_of = excluded.as_of, generation = excluded.generation, epoch = excluded.epoch,
  time_zone = excluded.time_zone, refreshed_at = excluded.refreshed_at, took_ms = excluded.took_ms
