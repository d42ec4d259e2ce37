-- The orders that an earlier build, or one that is done, had collected.
select forget_built_orders()
