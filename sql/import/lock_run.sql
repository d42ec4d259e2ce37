-- Held as long as the import's connection lives; whoever gets that of tables that are there has found a dead one.
select pg_try_advisory_lock(hashtextextended('laneway ' || :name, 0)) as locked
