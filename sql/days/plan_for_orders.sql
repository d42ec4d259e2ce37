-- As plan_for_days.sql. Where a large load was not analyzed yet, Postgres takes its orders for few, and would go through all
-- sums of lines for each.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true),
  set_config('enable_nestloop', 'off', true), set_config('work_mem', '128MB', true)
