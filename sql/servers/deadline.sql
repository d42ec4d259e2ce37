-- Whether a statement of this user may run for ever.
select current_setting('statement_timeout') = '0' as has_none
