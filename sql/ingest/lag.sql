-- By how many seconds the aggregates are behind, where somebody drains; null where nobody does, or they are not built.
select extract(epoch from clock_timestamp() - as_of)::double precision as seconds
from precompute_state
where as_of is not null and heartbeat_at > clock_timestamp() - interval '1 minute'
