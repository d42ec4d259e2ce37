-- Held as long as the import's connection lives; whoever gets the lock of a schema that is there has found a dead one.
select pg_try_advisory_lock(hashtextextended('laneway ' || :schema, 0)) as locked
