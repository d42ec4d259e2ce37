select
  sum(pg_total_relation_size(oid)) filter (where relname ~ '^(orders|order_items|order_ids)')::float8 as base,
  sum(pg_total_relation_size(oid)) filter (where relname ~ '^agg_')::float8 as aggregates
from pg_class
where relkind = 'r' and relnamespace = 'public'::regnamespace
