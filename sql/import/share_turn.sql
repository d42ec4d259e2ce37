-- Until its transaction ends, no batch is ingested. Imports do not wait for each other here.
select pg_advisory_xact_lock_shared(hashtextextended('laneway ingest', 0))
