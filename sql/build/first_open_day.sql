-- The days before it are archived, and are not built.
select coalesce(day_of(closed_before, :zone::text), '-infinity')::text as first_day from precompute_state
