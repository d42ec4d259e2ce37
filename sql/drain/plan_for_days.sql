-- For statements over whole days: plans that fit the range, and memory to join what lies in it.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true),
  set_config('enable_nestloop', 'on', true), set_config('work_mem', '128MB', true)
