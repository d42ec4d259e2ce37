update job_runs
set ended_at = :ended_at::timestamptz, rows = :rows::bigint, error = :error::text
where id = :id::bigint
