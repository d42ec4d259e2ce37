-- as_of moves only where nothing is left, nor set aside: every change committed before this transaction began is in the
-- aggregates then. A build that had to set something aside is complete, as of no time in particular. The commit is not waited
-- for until it is on disk: a crash that loses it loses with it that rows were taken out of the log, and the server's start begins
-- another epoch.
update precompute_state
set
  as_of = case :outcome::text
    when 'all' then transaction_timestamp()
    when 'built' then coalesce(as_of, to_timestamp(0))
    else as_of
  end,
  heartbeat_at = transaction_timestamp(),
  generation = :generation::bigint,
  today = :today::date
returning as_of, set_config('synchronous_commit', 'off', true)
