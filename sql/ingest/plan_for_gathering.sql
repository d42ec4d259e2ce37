-- Staging tables are small now and large then: what goes through them alone is planned anew, which takes little.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true)
