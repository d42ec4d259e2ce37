#!/bin/sh
# The replica: copies the primary when it has no data yet, and streams from it from then on.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # A copy that was cut short would pass for a whole one: it has its place only once it is whole.
  copy="$PGDATA.copy"
  rm -rf "$copy"
  mkdir -p "$copy"
  chmod 700 "$copy"
  PGPASSWORD="$REPLICATION_PASSWORD" pg_basebackup --host="$PRIMARY_HOST" --port="${PRIMARY_PORT:-5432}" \
    --username=shop_replication --pgdata="$copy" --slot=replica --wal-method=stream --write-recovery-conf --checkpoint=fast
  # The image may have made an empty one.
  [ ! -d "$PGDATA" ] || rmdir "$PGDATA"
  mv "$copy" "$PGDATA"
fi
exec "$@"
