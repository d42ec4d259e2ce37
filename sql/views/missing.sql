-- Whether a view was never refreshed, or holds the days of another time zone, while the aggregates are complete; not where the
-- last try failed a moment ago, which is tried again at the job's own times.
select not exists (
  select from job_runs
  where job = :job::text and error is not null and started_at > transaction_timestamp() - interval '15 minutes'
) and exists (
  select from precompute_state p
  cross join unnest(:names::text[]) v (name)
  left join view_state s using (name)
  where p.as_of is not null and s.time_zone is distinct from p.time_zone
) as missing
