-- What is grouped by customers and days comes sorted by them, which links it and stores it in order as well; to hash it
-- would need as much memory as there is.
select set_config('enable_hashagg', 'off', true)
