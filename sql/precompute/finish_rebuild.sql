-- Every change committed before this transaction began is in the aggregates now.
update precompute_state
set as_of = transaction_timestamp(), time_zone = :zone::text, week_start = :week_start::smallint,
  periods_end = :now::timestamptz, updated_at = now()
returning as_of
