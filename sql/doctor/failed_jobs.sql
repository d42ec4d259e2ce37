-- The jobs whose last ended run failed.
select job, error, extract(epoch from clock_timestamp() - ended_at)::float8 as age
from (
  select distinct on (job) job, error, ended_at from job_runs where ended_at is not null order by job, started_at desc
) latest
where error is not null
order by job
