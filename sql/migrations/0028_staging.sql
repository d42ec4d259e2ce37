-- Imports, and processes that ingest, have tables of their own while they run. Each had a schema of its own for them, and so
-- laneway_writer the right to make any schema: now all tables are in one, and that is where it may make some.
create schema laneway_import;

-- What imports that were killed have left behind, which nothing else looks for any more.
do $$
declare
  name text;
begin
  for name in select nspname from pg_namespace where nspname ~ '^laneway_import_[0-9a-f]{16}$' loop
    -- Its import holds the lock for as long as it lives.
    continue when not pg_try_advisory_xact_lock(hashtextextended('laneway ' || name, 0));
    begin
      execute format('drop schema %I cascade', name);
    exception
      -- It belongs to the user that imported, and does no harm.
      when insufficient_privilege then null;
    end;
  end loop;
end
$$;

-- As before, but for that. Gives each role what it needs, and everyone else nothing. Run with the last of every run of migrations: what
-- they made belongs to no role yet, and `create or replace` forgets as whom a function runs. Returns the roles that are not there.
create or replace function grant_roles() returns text[] language plpgsql set client_min_messages = error as $$
declare
  own_tables text[] := array['users', 'revocations', 'audit_log', 'ingest_keys'];
  kept_tables text[] := array['touched', 'precompute_state', 'precompute_lock', 'generations', 'view_state', 'view_lock',
    'job_runs', 'build_pieces', 'built_orders', 'years_to_date'];
  sold_tables text[] := array['orders', 'order_items', 'customers', 'products', 'categories', 'sales_representatives'];
  present text[] := array(
    select rolname from pg_roles where rolname in ('laneway_app', 'laneway_reader', 'laneway_writer', 'laneway_precompute')
  );
  target record;
  statement text;
begin
  -- Refreshes and new months alter the rows of the catalogue that grants alter: they take turns.
  lock table view_lock in exclusive mode;
  perform pg_advisory_xact_lock(hashtext('laneway partitions'));
  -- What belongs to others is theirs to take back: the database and its first schema may, and large objects, which are in no
  -- table and so in nobody's grants, are a superuser's.
  foreach statement in array array[
    format('revoke all on database %I from public', current_database()),
    'revoke all on schema public from public',
    'revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea)
      from public'
  ] loop
    begin
      execute statement;
    exception when insufficient_privilege then null;
    end;
  end loop;
  revoke all on schema archive, laneway_import from public;
  revoke all on all tables in schema public, archive from public;
  revoke all on all sequences in schema public, archive from public;
  revoke all on all functions in schema public, archive from public;
  alter default privileges revoke execute on functions from public;
  for target in select f as name from owners_functions() f loop
    execute format('alter function %s security definer set search_path = public, pg_temp', target.name);
  end loop;

  for target in select unnest(present) as role loop
    execute format('revoke all on all tables in schema public, archive from %I', target.role);
    execute format('revoke all on database %I from %I', current_database(), target.role);
    execute format('grant connect on database %I to %I', current_database(), target.role);
    execute format('grant usage on schema public, archive to %I', target.role);
    execute format('revoke all on schema laneway_import from %I', target.role);
    execute format('grant select on schema_migrations to %I', target.role);
  end loop;

  if 'laneway_app' = any (present) then
    grant select on users to laneway_app;
    grant select, insert, update on revocations to laneway_app;
    grant insert on audit_log to laneway_app;
  end if;
  if 'laneway_reader' = any (present) then
    perform grant_select('laneway_reader', own_tables || array['order_ids', 'build_pieces', 'built_orders']);
  end if;
  if 'laneway_writer' = any (present) then
    perform grant_select('laneway_writer', own_tables);
    for target in select unnest(sold_tables) as name loop
      execute format('grant insert, update, delete on %I to laneway_writer', target.name);
    end loop;
    grant select, insert, delete on ingest_keys to laneway_writer;
    grant usage, create on schema laneway_import to laneway_writer;
    grant execute on function touch_order, touch_line, touch_range, create_order_month to laneway_writer;
  end if;
  if 'laneway_precompute' = any (present) then
    perform grant_select('laneway_precompute', own_tables);
    for target in
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (c.relname like 'agg\_%' or c.relname = any (kept_tables))
    loop
      execute format('grant insert, update, delete on %I to laneway_precompute', target.name);
    end loop;
    grant select on orders_default, order_items_default to laneway_precompute;
    grant truncate on built_orders to laneway_precompute;
    execute format('grant temporary on database %I to laneway_precompute', current_database());
    grant execute on function touch, touch_range, create_order_month, empty_default_month, archive_month, refresh_view,
      forget_old_access to laneway_precompute;
  end if;
  return array(
    select name
    from unnest(array['laneway_app', 'laneway_reader', 'laneway_writer', 'laneway_precompute']) name
    where name <> all (present)
  );
end
$$;
