-- The views as they were left, for the choice of those to refresh. No row where the aggregates are not complete.
select v.name, s.took_ms
from unnest(:names::text[]) v (name)
left join view_state s using (name)
where (select as_of from precompute_state) is not null
