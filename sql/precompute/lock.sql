-- One transaction that writes aggregates at a time. A LOCK takes no snapshot, so what follows sees all that the last one
-- committed; readers are not held up.
lock table precompute_lock in exclusive mode nowait
