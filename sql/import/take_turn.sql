-- Imports store one after the other, so that each sees all of what the others have stored.
select pg_try_advisory_lock(hashtextextended('laneway import', 0)) as taken
