-- How each job's last run that has ended went, and when one last ended well; times in seconds since 1970.
select
  jobs.job,
  extract(epoch from succeeded.ended_at)::float8 as succeeded_at,
  extract(epoch from last.ended_at - last.started_at)::float8 as seconds,
  last.error is not null as is_failed
from unnest(:jobs::text[]) as jobs (job)
cross join lateral (
  select r.started_at, r.ended_at, r.error from job_runs r
  where r.job = jobs.job and r.ended_at is not null
  order by r.started_at desc
  limit 1
) last
left join lateral (
  select r.ended_at from job_runs r
  where r.job = jobs.job and r.ended_at is not null and r.error is null
  order by r.started_at desc
  limit 1
) succeeded on true
