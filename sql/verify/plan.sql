-- For this transaction: each statement is planned for the days it is about, and has memory to group what lies in them.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true),
  set_config('work_mem', '64MB', true), set_config('jit', 'off', true)
