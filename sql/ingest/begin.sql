-- Batches are stored one at a time, and none beside a batch of an import: so each sees all that the one before has stored, and
-- none waits for another's rows while that one waits for its own. Whoever holds the lock too long is not waited for.
select set_config('lock_timeout', '20s', true), pg_advisory_xact_lock(hashtextextended('laneway ingest', 0))
