-- How many customers each segment has, as mv_customer_segments has them: another small view of it, refreshed with it and
-- described by its row of view_state. null is without a segment.
create materialized view mv_customer_counts as
select segment, count(*) as customers from mv_customer_segments group by segment;
create unique index idx_mv_customer_counts on mv_customer_counts (segment) nulls not distinct;

-- For lists of segments that few customers have.
create index idx_mv_customer_segments_segment on mv_customer_segments (segment);
