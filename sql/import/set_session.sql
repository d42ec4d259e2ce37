-- Generic plans, or Postgres plans each check of a foreign key into a partitioned table anew, over all months. Sorts
-- and hashes of a whole file in memory, of which one connection may take more than usual. No compiling of statements
-- that are run once.
select set_config('plan_cache_mode', 'force_generic_plan', false),
  set_config('work_mem', '64MB', false),
  set_config('jit', 'off', false)
