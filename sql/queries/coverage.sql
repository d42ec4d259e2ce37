-- Up to when the aggregates are complete, and for which zone, with every view that was ever refreshed: one row a view, or
-- one without a view.
select p.as_of, p.time_zone, v.name as view, v.as_of as view_as_of, v.time_zone as view_time_zone
from precompute_state p
left join view_state v on true
