-- When the precompute process last wrote that it lives; a standby shows what it has got of that.
select heartbeat_at from precompute_state
