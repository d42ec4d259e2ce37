with forgotten as (
  delete from job_runs where started_at < :before::timestamptz and ended_at is not null returning 1
)
select count(*)::integer as forgotten from forgotten
