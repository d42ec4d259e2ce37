-- Until the build is complete, aggregates answer nothing.
update precompute_state
set as_of = null, time_zone = :zone::text, week_start = :week_start::smallint, today = null
