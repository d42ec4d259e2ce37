-- Back to what begin.sql says.
select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
  set_config('hash_mem_multiplier', null, true)
