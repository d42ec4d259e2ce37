-- as_of moves only where nothing is left, nor set aside: every change committed before this transaction began is in the
-- aggregates then. A build that had to set something aside is complete, as of no time in particular.
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
returning as_of
