-- One refresh at a time. A LOCK takes no snapshot, so what follows sees all that the last refresh committed: with a
-- snapshot from before, it would write the same rows again.
lock table view_lock in share row exclusive mode nowait
