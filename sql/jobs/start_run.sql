-- No row where another run of the job started after :since, and ended by itself.
insert into job_runs (job, started_at)
select :job::text, :started_at::timestamptz
where not exists (
  select from job_runs
  where job = :job::text and started_at > :since::timestamptz and ended_at is not null and error is distinct from 'killed'
)
returning id::text
