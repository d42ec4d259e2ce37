-- Keeps months from being attached, detached or archived until this transaction ends: a snapshot does not cover which
-- partitions there are. A LOCK takes no snapshot, so the one that follows is of these partitions.
lock table orders, order_items in access share mode
