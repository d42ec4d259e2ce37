-- For statements over the few months of a span, which plans for any span would not spare. And so that orders are looked up
-- by hashing them however many a day has: past that memory, Postgres would compare each with all.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('hash_mem_multiplier', '1000', true)
