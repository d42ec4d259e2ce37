-- What the precompute process did, and when: for operators. A month of it is kept (src/precompute/jobs.ts).

-- Of drains, those of a minute share a row, and those that found nothing have none: precompute_state.heartbeat_at tells
-- of them.
create table job_runs (
  id bigint generated always as identity primary key,
  job varchar(64) not null,
  started_at timestamptz not null,
  -- Null while it runs. A run whose process was killed is ended by the next one to start the job.
  ended_at timestamptz,
  -- How many rows it took, wrote or compared.
  rows bigint not null default 0,
  -- Why it failed; null where it did not.
  error text
);
create index idx_job_runs_job on job_runs (job, started_at);
create index idx_job_runs_running on job_runs (job) where ended_at is null;
