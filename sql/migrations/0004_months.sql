-- The months that orders and their lines are partitioned by, made together.

create function month_start(month date) returns timestamptz language sql immutable parallel safe as $$
  select date_trunc('month', month::timestamp) at time zone 'UTC'
$$;

create function month_end(month date) returns timestamptz language sql immutable parallel safe as $$
  select (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC'
$$;

-- The name of a month's partition, such as orders_2024_01 or order_items_2024_01.
create function month_table(prefix text, month date) returns text language sql immutable parallel safe as $$
  select prefix || to_char(month::timestamp, '_YYYY_MM')
$$;

-- The months that have partitions, by their first day.
create view order_months as
select to_date(right(c.relname, 7), 'YYYY_MM') as month
from pg_inherits h join pg_class c on c.oid = h.inhrelid
where h.inhparent = 'orders'::regclass and c.relname ~ '^orders_\d{4}_\d{2}$';

-- Whoever changes which months there are takes this before anything else. It is all that ATTACH and DETACH lock, and
-- the parents whole: a reader that planned with the old partitions and looks after the commit would miss rows that moved.
-- Taken in one go: with lock_timeout at 150 ms its six waits are over before Postgres looks for a deadlock
-- (deadlock_timeout, 1 s), so that nobody else is ever chosen as the victim of one.
create function lock_partitions() returns void language plpgsql as $$
begin
  -- Many processes may start at once and want the same month.
  perform pg_advisory_xact_lock(hashtext('laneway partitions'));
  lock table customers, products, sales_representatives in share row exclusive mode;
  lock table only orders, only order_items, orders_default, order_items_default in access exclusive mode;
end
$$;

-- Two tables for a month, not attached yet. Their indexes are made by ATTACH: faster, once the rows are there.
create function prepare_month(month date) returns void language plpgsql as $$
begin
  execute format('create table %I (like orders including all excluding indexes)', month_table('orders', month));
  execute format('create table %I (like order_items including all excluding indexes)', month_table('order_items', month));
end
$$;

-- Makes two tables that fit the partitions of a month. What they hold is the caller's care: its ids, and that it touches.
create function attach_tables(orders_table regclass, items_table regclass, month date) returns void
language plpgsql as $$
declare
  bounds text := format('for values from (%L) to (%L)', month_start(month), month_end(month));
  closed timestamptz := (select closed_before from precompute_state);
  holds_closed boolean;
begin
  execute format('select exists (select from %s where order_date < $1)', orders_table) into holds_closed using closed;
  if month_end(month) <= closed or holds_closed then
    raise exception 'Cannot make month %: orders before % are archived', to_char(month, 'YYYY-MM'), closed
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('alter table orders attach partition %s %s', orders_table, bounds);
  execute format('alter table order_items attach partition %s %s', items_table, bounds);
  perform watch_orders(orders_table);
  perform watch_order_items(items_table);
  if month_start(month) < closed then
    perform close_to_writes(orders_table, closed);
    perform close_to_writes(items_table, closed);
  end if;
end
$$;

create function default_holds_month(month date) returns boolean language sql as $$
  select exists (select from orders_default where order_date >= month_start(month) and order_date < month_end(month))
$$;

-- Makes the partitions of one month (UTC). Returns whether it made them: not where they exist, and not where the
-- default partition already holds rows of that month (empty_default_month moves those).
create function create_order_month(month date) returns boolean language plpgsql as $$
begin
  -- Asked before the locks too: most who call this find everything there, and hold nobody up.
  for turn in 1..2 loop
    if to_regclass(month_table('orders', month)) is not null or default_holds_month(month) then
      return false;
    end if;
    if turn = 1 then perform lock_partitions(); end if;
  end loop;
  perform prepare_month(month);
  perform attach_tables(month_table('orders', month)::regclass, month_table('order_items', month)::regclass, month);
  return true;
end
$$;

-- Makes every month from the one that holds first_instant to the one that holds last_instant; returns how many it made.
create function create_order_months(first_instant timestamptz, last_instant timestamptz) returns integer
language sql as $$
  select count(*) filter (where create_order_month(month::date))::integer
  from generate_series(
    date_trunc('month', first_instant at time zone 'UTC'), date_trunc('month', last_instant at time zone 'UTC'),
    interval '1 month'
  ) month
$$;
