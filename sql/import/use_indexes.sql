-- For the rest of the transaction: a check of foreign keys is planned once for all rows, at the first, when the month
-- they go to may be empty and reading all of it is best.
select set_config('enable_seqscan', 'off', true)
