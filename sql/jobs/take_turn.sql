-- Whether this transaction may run the job: one at a time, over all processes, until it ends, however it ends. It stays
-- idle meanwhile, which is no reason to cut it off; but a machine that has vanished must not keep its turn for hours, so
-- the server asks after it. A lock of the transaction holds through a transaction pooler too.
select
  set_config('idle_in_transaction_session_timeout', '0', true),
  set_config('tcp_keepalives_idle', '15', true), set_config('tcp_keepalives_interval', '5', true),
  set_config('tcp_keepalives_count', '3', true),
  pg_try_advisory_xact_lock(hashtext('laneway job ' || :job::text)) as taken
