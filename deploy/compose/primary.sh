#!/bin/sh
# Run once by the primary, when its data is made: a user for each process (docs/SECURITY.md), and one that the replica streams as.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set web="$WEB_PASSWORD" --set app="$APP_PASSWORD" --set writer="$WRITER_PASSWORD" --set cron="$CRON_PASSWORD" \
  --set replication="$REPLICATION_PASSWORD" <<'SQL'
-- The migrations give them their rights; they come after their users here.
create role laneway_reader nologin;
create role laneway_app nologin;
create role laneway_writer nologin;
create role laneway_precompute nologin;
create user shop_web password :'web' in role laneway_reader;
create user shop_app password :'app' in role laneway_app;
create user shop_writer password :'writer' in role laneway_writer;
create user shop_cron password :'cron' in role laneway_precompute;
alter user shop_web set default_transaction_read_only = on;
create user shop_replication replication password :'replication';
select pg_create_physical_replication_slot('replica', true);
SQL
echo 'host replication shop_replication all scram-sha-256' >>"$PGDATA/pg_hba.conf"
