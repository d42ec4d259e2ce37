-- A key is known for a day.
with forgotten as (delete from ingest_keys where stored_at < now() - interval '1 day')
insert into ingest_keys (key, body, outcomes, reasons) values (:key, decode(:body, 'hex'), :outcomes, :reasons)
