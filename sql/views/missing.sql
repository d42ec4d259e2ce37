-- Whether a view was never refreshed, or holds the days of another time zone, while the aggregates are complete.
select exists (
  select from precompute_state p
  cross join unnest(:names::text[]) v (name)
  left join view_state s using (name)
  where p.as_of is not null and s.time_zone is distinct from p.time_zone
) as missing
