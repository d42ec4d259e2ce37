-- What rows take, table by table: those of partitions together. Rows as the last ANALYZE counted them.
with tables as (
  select
    case when c.relispartition then regexp_replace(c.relname::text, '_(\d{4}_\d{2}|default)$', '') else c.relname::text end as name,
    greatest(c.reltuples, 0) as rows,
    pg_table_size(c.oid) as heap,
    pg_indexes_size(c.oid) as indexes
  from pg_class c
  where c.relkind in ('r', 'm') and c.relnamespace = 'public'::regnamespace
)
select
  name,
  sum(rows)::float8 as rows,
  (sum(heap) / sum(rows))::float8 as heap,
  (sum(indexes) / sum(rows))::float8 as indexes
from tables
group by name
having sum(rows) >= 1000
order by name
