-- Planning over all months takes long: what goes into the shop's tables is planned once, by keys.
select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
