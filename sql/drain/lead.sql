-- Writes a new epoch where this server or database is not the one that wrote the last: after a failover, a restore or a
-- restart, generations may have gone back.
with here as (
  select concat_ws('/',
    -- The timeline of the write-ahead log.
    left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
    (select oid from pg_database where datname = current_database()),
    'precompute_state'::regclass::oid,
    extract(epoch from pg_postmaster_start_time())
  ) as lineage
)
update precompute_state s
set epoch = case when s.lineage is distinct from h.lineage then gen_random_uuid() else s.epoch end, lineage = h.lineage
from here h
returning s.as_of, s.time_zone, s.week_start, s.generation::float8 as generation, s.closed_before
