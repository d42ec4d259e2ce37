-- The days to rebuild, in order.
select day, lo, hi, whole from drained_days order by day
