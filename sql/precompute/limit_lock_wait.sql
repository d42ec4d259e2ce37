-- For this transaction: rather fail, and try again later, than make others wait.
select set_config('lock_timeout', '1s', true)
