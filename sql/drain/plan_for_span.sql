-- For statements over the few months of a span, which plans for any span would not spare.
select set_config('plan_cache_mode', 'force_custom_plan', true)
