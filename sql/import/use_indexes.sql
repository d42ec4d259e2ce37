-- For the rest of the transaction. Checks of foreign keys keep the plan they were first given, maybe when a month held
-- ten rows and reading all of them was best.
select set_config('enable_seqscan', 'off', true)
