-- Four roles, so that what a process may do is what it needs: laneway_reader reads what answers are made of,
-- laneway_app writes who signs in and what was done, laneway_writer brings orders, laneway_precompute keeps the aggregates.
-- None signs in: grant them to users that do. Roles are the server's, not the database's: two databases of Laneway on one
-- server share them, and so does whoever makes them first.

do $$
declare
  name text;
begin
  foreach name in array array['laneway_app', 'laneway_reader', 'laneway_writer', 'laneway_precompute'] loop
    continue when exists (select from pg_roles where rolname = name);
    begin
      execute format('create role %I nologin', name);
    exception
      -- Another database's migration makes it at this moment.
      when duplicate_object or unique_violation then null;
      -- Everything works as the owner too, so a server that allows no new roles is no reason not to migrate; deno task
      -- migrate says which are missing.
      when insufficient_privilege then null;
    end;
  end loop;
end
$$;

-- REFRESH is the owner's alone (before Postgres 17 nobody else's can be), and precompute owns nothing.
create function refresh_view(name text) returns void language plpgsql as $$
begin
  if not exists (select from pg_matviews m where m.schemaname = 'public' and m.matviewname = refresh_view.name) then
    raise exception 'Cannot refresh %: there is no such view', refresh_view.name using errcode = 'undefined_table';
  end if;
  execute format('refresh materialized view concurrently public.%I', refresh_view.name);
end
$$;

-- What nobody asks for any more: what was done more than 400 days ago, and what has ended by itself since it was revoked.
create function forget_old_access() returns bigint language sql as $$
  with forgotten as (delete from audit_log where at < clock_timestamp() - interval '400 days' returning 1),
    over as (delete from revocations where expires_at < clock_timestamp() returning 1)
  select (select count(*) from forgotten) + (select count(*) from over)
$$;

-- Everything that runs as its owner, whoever calls: triggers, which write what their writers may not, and what alters tables.
create function owners_functions() returns setof regprocedure language sql stable as $$
  select p.oid::regprocedure
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and (
    p.prorettype = 'trigger'::regtype and p.proname <> 'set_updated_at'
    or p.proname in (
      'touch', 'touch_order', 'touch_line', 'touch_range', 'create_order_month', 'empty_default_month', 'archive_month',
      'refresh_view', 'forget_old_access'
    )
  )
$$;

-- Gives each role what it needs, and everyone else nothing. Run with the last of every run of migrations: what they made belongs to no role
-- yet, and `create or replace` forgets as whom a function runs. Returns the roles that are not there.
create function grant_roles() returns text[] language plpgsql set client_min_messages = error as $$
declare
  own_tables text[] := array['users', 'revocations', 'audit_log'];
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
  revoke all on schema archive from public;
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
    -- An import has tables of its own, in a schema of its own, while it runs.
    execute format('grant create on database %I to laneway_writer', current_database());
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

-- Everything that is to be read but for some tables, and the functions that read it with their caller's rights.
create function grant_select(role name, but text[]) returns void language plpgsql as $$
declare
  target record;
begin
  for target in
    select c.oid::regclass as name from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'archive'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
      and not c.relispartition and c.relname <> all (but)
  loop
    execute format('grant select on %s to %I', target.name, role);
  end loop;
  for target in
    select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
      and p.oid not in (select f from owners_functions() f)
      and p.proname not in ('grant_roles', 'grant_select', 'owners_functions')
  loop
    execute format('grant execute on function %s to %I', target.name, role);
  end loop;
end
$$;
