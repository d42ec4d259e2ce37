-- Moving months: out of the default partition, in from prepared tables, and away to the archive.
--
-- Where a function turns hash and merge joins off, it is for the queries by which ATTACH and DETACH check the foreign key
-- of lines to orders: looked up one by one, they cost what moves, and not all of history.

-- Moves the orders of [lo, hi) and their lines from two partitions to two tables that are none; returns how many orders.
-- What moves does not change: it touches nothing, and its ids stay registered. The caller holds lock_partitions().
create function move_orders(
  from_orders regclass, from_items regclass, to_orders regclass, to_items regclass, lo timestamptz, hi timestamptz
) returns bigint language plpgsql as $$
declare
  bounds text := (select pg_get_expr(relpartbound, oid) from pg_class where oid = from_items);
  moved bigint;
begin
  -- Each order that is deleted looks for its lines: as a partition, in a plan over every month.
  execute format('alter table order_items detach partition %s', from_items);
  execute format('alter table %s disable trigger user', from_orders);
  execute format('alter table %s disable trigger user', from_items);
  execute format('insert into %s select * from %s where order_date >= $1 and order_date < $2', to_orders, from_orders)
    using lo, hi;
  execute format('insert into %s select * from %s where order_date >= $1 and order_date < $2', to_items, from_items)
    using lo, hi;
  -- Lines first: deleting an order would delete them one order at a time.
  execute format('delete from %s where order_date >= $1 and order_date < $2', from_items) using lo, hi;
  execute format('delete from %s where order_date >= $1 and order_date < $2', from_orders) using lo, hi;
  get diagnostics moved = row_count;
  execute format('alter table %s enable trigger user', from_orders);
  execute format('alter table %s enable trigger user', from_items);
  -- It kept its foreign key, so this checks none.
  execute format('alter table order_items attach partition %s %s', from_items, bounds);
  return moved;
end
$$;

-- Moves what the default partition holds of one month (UTC) into partitions of its own; returns how many orders.
-- Where it cannot have its locks at once it fails with lock_not_available, for the caller to try again later.
create function empty_default_month(month date) returns bigint language plpgsql
set lock_timeout = '150ms' set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  orders_table regclass;
  items_table regclass;
  moved bigint;
begin
  -- A drain in its snapshot of before would look for the rows where they are now, and see none.
  lock table precompute_lock in exclusive mode;
  perform lock_partitions();
  if not default_holds_month(month) then return 0; end if;
  perform prepare_month(month);
  orders_table := month_table('orders', month)::regclass;
  items_table := month_table('order_items', month)::regclass;
  moved := move_orders('orders_default', 'order_items_default', orders_table, items_table,
    month_start(month), month_end(month));
  perform attach_tables(orders_table, items_table, month);
  execute format('analyze %s, %s', orders_table, items_table);
  return moved;
end
$$;

-- Attaches two tables that hold a month (UTC) of orders and their lines, made with prepare_month(month) or like it:
-- registers the ids, and logs the month as touched. Returns how many orders. The tables are named as a month's are.
create function attach_month(orders_table regclass, items_table regclass, month date) returns bigint
language plpgsql set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  home name := (select relnamespace::regnamespace::name from pg_class where oid = 'orders'::regclass);
  attached bigint;
  reason text;
  code text;
begin
  perform lock_partitions();
  perform name_table(orders_table, home, month_table('orders', month));
  perform name_table(items_table, home, month_table('order_items', month));
  execute format('insert into order_ids (id, order_date) select id, order_date from %s', orders_table);
  get diagnostics attached = row_count;
  perform attach_tables(orders_table, items_table, month);
  perform touch_range(month_start(month), month_end(month));
  execute format('analyze %s, %s', orders_table, items_table);
  return attached;
exception when others then
  get stacked diagnostics reason = message_text, code = returned_sqlstate;
  raise exception 'Cannot attach % and % as month %: %', orders_table, items_table, to_char(month, 'YYYY-MM'), reason
    using errcode = code;
end
$$;

create function name_table(target regclass, home name, new_name text) returns void language plpgsql as $$
begin
  if (select relname <> new_name from pg_class where oid = target) then
    execute format('alter table %s rename to %I', target, new_name);
  end if;
  execute format('alter table %s set schema %I', target, home);
end
$$;

-- The archive: months that are kept, in tables of their own, but not read or written any more; only their aggregates are
-- read. It grows from the oldest month on, and holds exactly the orders before precompute_state.closed_before. That is
-- no end of a month in UTC but of the shop's day that lies across it, so that no day or hour is archived in part: it
-- could never be rebuilt. Months and weeks are made from days, which are kept. (So the shop's time zone cannot change
-- any more.) The ids of archived orders stay in order_ids: an id is never given twice.
create schema archive;

create function refuse_closed_write() returns trigger language plpgsql as $$
begin
  raise exception 'Cannot write an order or line of %: orders before % are archived', new.order_date, tg_argv[0]
    using errcode = 'object_not_in_prerequisite_state',
      hint = 'Archived months are closed; date it later, or leave it out.';
end
$$;

-- Needed only where no bound of a partition stands against such rows: on the default partition, and on the month that
-- the closing instant lies in. All others pay nothing for it.
create function close_to_writes(target regclass, before timestamptz) returns void language plpgsql as $$
begin
  execute format('create or replace trigger refuse_closed before insert or update on %s for each row
    when (new.order_date < %L) execute function refuse_closed_write(%L)', target, before, before);
end
$$;

-- A table in the archive is written by erasing and merging customers alone, and that must touch nothing.
create function drop_triggers(target regclass) returns void language plpgsql as $$
declare
  trigger_name name;
begin
  for trigger_name in select tgname from pg_trigger where tgrelid = target and not tgisinternal loop
    execute format('drop trigger %I on %s', trigger_name, target);
  end loop;
end
$$;

-- Takes two tables out of the partitioned ones. Postgres refuses to detach orders that lines refer to, so the lines go
-- first, and lose their foreign key.
create function detach_tables(orders_table regclass, items_table regclass) returns void language plpgsql as $$
declare
  foreign_key name;
begin
  execute format('alter table order_items detach partition %s', items_table);
  for foreign_key in
    select conname from pg_constraint
    where conrelid = items_table and confrelid = 'orders'::regclass and contype = 'f' and conparentid = 0
  loop
    execute format('alter table %s drop constraint %I', items_table, foreign_key);
  end loop;
  execute format('alter table orders detach partition %s', orders_table);
end
$$;

create function check_archivable(month date, bound timestamptz) returns void language plpgsql as $$
declare
  reason text := case
    when bound > now() then 'it has not ended'
    when not exists (select from order_months m where m.month = check_archivable.month) then 'there is no such month'
    when exists (select from order_months m where m.month < check_archivable.month) then
      format('%s comes first', to_char((select min(m.month) from order_months m), 'YYYY-MM'))
    when exists (select from orders_default where order_date < bound) then
      'the default partition holds orders of its time or before; move them with empty_default_month'
    when exists (select from touched where at < bound or kind = 'shop') then
      'changes to it are not in the aggregates yet; let the precompute process drain them'
  end;
begin
  if reason is not null then
    raise exception 'Cannot archive month %: %', to_char(month, 'YYYY-MM'), reason
      using errcode = 'object_not_in_prerequisite_state';
  end if;
end
$$;

-- Moves the oldest month (UTC) to the schema archive and closes its time to writes; returns how many orders lie there.
-- Where it cannot have its locks at once it fails with lock_not_available, for the caller to try again later.
create function archive_month(month date) returns bigint language plpgsql
set lock_timeout = '150ms' set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  first_day date := date_trunc('month', month::timestamp);
  next_month date := first_day + interval '1 month';
  orders_name text := month_table('orders', first_day);
  items_name text := month_table('order_items', first_day);
  state precompute_state;
  bound timestamptz;
  archived bigint;
begin
  -- A drain in its snapshot of before would find the month empty, and so would make its aggregates.
  lock table precompute_lock in exclusive mode;
  perform lock_partitions();
  select * into state from precompute_state;
  if state.as_of is null then
    raise exception 'Cannot archive month %: the aggregates that stay in its place are not built',
      to_char(month, 'YYYY-MM') using errcode = 'object_not_in_prerequisite_state';
  end if;
  bound := day_start(day_of(month_end(first_day) - interval '1 microsecond', state.time_zone) + 1, state.time_zone);
  perform check_archivable(first_day, bound);
  perform detach_tables(orders_name::regclass, items_name::regclass);
  perform drop_triggers(orders_name::regclass), drop_triggers(items_name::regclass);
  -- The rest of the day that lies across the end of the month.
  if exists (select from order_months m where m.month = next_month) then
    perform move_orders(month_table('orders', next_month)::regclass, month_table('order_items', next_month)::regclass,
      orders_name::regclass, items_name::regclass, month_end(first_day), bound);
  end if;
  execute format('alter table %I set schema archive', orders_name);
  execute format('alter table %I set schema archive', items_name);
  execute format('alter table archive.%I add foreign key (order_id, order_date)
    references archive.%I (id, order_date) on delete cascade', items_name, orders_name);
  update precompute_state set closed_before = bound;
  perform close_to_writes('orders_default', bound), close_to_writes('order_items_default', bound);
  if exists (select from order_months m where m.month = next_month) and bound > month_end(first_day) then
    perform close_to_writes(month_table('orders', next_month)::regclass, bound),
      close_to_writes(month_table('order_items', next_month)::regclass, bound);
  end if;
  execute format('select count(*) from archive.%I', orders_name) into archived;
  return archived;
end
$$;

-- Gives all orders of one customer to another, the archived ones too; returns how many.
create function merge_customers(from_id uuid, into_id uuid) returns bigint language plpgsql as $$
declare
  month_name name;
  moved bigint;
  total bigint;
begin
  update orders set customer_id = into_id where customer_id = from_id;
  get diagnostics total = row_count;
  for month_name in select tablename from pg_tables where schemaname = 'archive' and tablename ~ '^orders_\d{4}_\d{2}$' loop
    execute format('update archive.%I set customer_id = $1 where customer_id = $2', month_name) using into_id, from_id;
    get diagnostics moved = row_count;
    total := total + moved;
  end loop;
  return total;
end
$$;
