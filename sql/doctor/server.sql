-- What server this is, who we are there, and how many connections it takes.
select
  current_setting('server_version') as version,
  current_setting('server_version_num')::int4 as version_num,
  current_user::text as "user",
  pg_is_in_recovery() as is_standby,
  clock_timestamp() as now,
  current_setting('max_connections')::int4 - current_setting('superuser_reserved_connections')::int4 as connections,
  (select count(*)::int4 from pg_stat_activity where backend_type = 'client backend') as connected
