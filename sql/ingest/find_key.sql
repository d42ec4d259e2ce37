-- What became of the batch that was sent with a key.
select body = decode(:body, 'hex') as is_same, outcomes, reasons from ingest_keys where key = :key
