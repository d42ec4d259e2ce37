-- Those who build share in it, and keep out whoever else writes aggregates. As in lock.sql, what follows sees all that was
-- committed before.
lock table precompute_lock in share mode nowait
