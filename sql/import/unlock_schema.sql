select pg_advisory_unlock(hashtextextended('laneway ' || :schema, 0))
