-- For this transaction. Its statements look up few rows by key in tables that may hold billions: plans by index that fit
-- any number are made once and kept, because planning over hundreds of months takes longer than running.
select begin_drain(),
  set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
