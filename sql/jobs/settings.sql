-- What the aggregates are cut by, nulls before the first build began; and from when on orders are not archived.
select time_zone, week_start, closed_before from precompute_state
