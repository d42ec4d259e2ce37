select pg_advisory_unlock(hashtextextended('laneway ' || :name, 0))
