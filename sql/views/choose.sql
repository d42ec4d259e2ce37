-- The views as they were left, for the choice of those to refresh; one that holds the days of another time zone, as if it
-- had never been. No row where the aggregates are not complete.
select v.name, s.took_ms
from precompute_state p
cross join unnest(:names::text[]) v (name)
left join view_state s on s.name = v.name and s.time_zone = p.time_zone
where p.as_of is not null
