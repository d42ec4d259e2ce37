-- Behind the drain that may be running, and before the next one. A LOCK takes no snapshot, so what follows sees all that
-- the last drain committed.
lock table precompute_lock in exclusive mode
