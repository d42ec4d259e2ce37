-- How many connections users who are no superusers may open, all together.
select
  current_setting('max_connections')::int4
    - current_setting('superuser_reserved_connections')::int4
    - coalesce(current_setting('reserved_connections', true)::int4, 0) as connections
