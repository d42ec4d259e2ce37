select pg_advisory_lock(hashtextextended('laneway import', 0))
