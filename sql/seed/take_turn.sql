-- Held to the end of the transaction: a second seed waits, and then finds the rows of the first.
select pg_advisory_xact_lock(hashtext('laneway seed'))
