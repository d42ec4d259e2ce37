-- What the aggregates are cut by; nulls before the first build began.
select time_zone, week_start from precompute_state
