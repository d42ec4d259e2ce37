-- The orders that an earlier build, or one that is done, had collected.
truncate built_orders
