-- Runs of a job that nobody runs: whoever did was killed.
update job_runs
set ended_at = :now::timestamptz, error = 'killed'
where job = :job::text and ended_at is null
  and (:started_before::timestamptz is null or started_at < :started_before::timestamptz)
