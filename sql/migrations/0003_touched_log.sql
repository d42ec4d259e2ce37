-- Where committed changes lie that the aggregates do not hold yet. Each statement that changes orders or lines adds, in
-- its own transaction, the rows that it touched, as they were and as they are: where, never how much. The drain
-- (src/precompute/drain.ts) rebuilds what they name from the tables and removes them, so it does not matter in which
-- order transactions commit, nor how often a change is drained. Until then, questions read what is touched from the tables.

create table touched (
  id bigint generated always as identity primary key,
  -- 'order' and 'line': one row's image. 'range': all of [at, until), where a statement touched too much to list. The
  -- others have no instant: something that names or groups sales is another now, or gone ('product', ...), or it is new
  -- ('listed_product', ...), and no sale knows of it yet.
  kind varchar(20) not null check (kind in (
    'order', 'line', 'range', 'product', 'customer', 'category', 'sales_rep', 'shop',
    'listed_product', 'listed_customer', 'listed_category', 'listed_sales_rep'
  )),
  at timestamptz,
  until timestamptz,
  order_id uuid,
  customer_id uuid,
  sales_rep_id uuid,
  product_id uuid,
  -- Set aside: why its rebuild failed, how often, and when it is tried again. It counts as touched until then.
  reason text,
  tries integer not null default 0,
  retry_at timestamptz,
  check ((at is not null) = (kind in ('order', 'line', 'range'))),
  check ((until is not null) = (kind = 'range') and at < until),
  -- As orders are bounded: a call by hand with an absurd date fails, and not the drain after it.
  check (at >= '1969-12-31Z' and at < '2101-01-02Z' and coalesce(until <= '2101-01-02Z', true))
) with (
  -- Its rows live for a second: left to the usual thresholds, it would be mostly dead rows.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0
);

-- Names are qualified in all that writers' statements run: what is logged must not depend on a writer's search_path.

-- A writer that no trigger serves (on Citus, say) calls these itself, in its own transaction, for each row as it was before
-- and as it is after. Orders that are not completed are in no number: only images that are need a call.
create function touch_order(order_id uuid, order_date timestamptz, customer_id uuid, sales_rep_id uuid) returns void
language plpgsql as $$
begin
  insert into public.touched (kind, at, order_id, customer_id, sales_rep_id)
    values ('order', order_date, order_id, customer_id, sales_rep_id);
end
$$;

create function touch_line(order_id uuid, order_date timestamptz, product_id uuid) returns void language plpgsql as $$
begin
  insert into public.touched (kind, at, order_id, product_id) values ('line', order_date, order_id, product_id);
end
$$;

-- Of the range only what can hold orders, and what is not archived: that is never rebuilt.
create function touch_range(lo timestamptz, hi timestamptz) returns void language plpgsql as $$
begin
  insert into public.touched (kind, at, until)
    select 'range', r.lo, r.hi
    from (
      select greatest(touch_range.lo, '1969-12-31Z', (select closed_before from public.precompute_state)) as lo,
        least(touch_range.hi, '2101-01-02Z') as hi
    ) r
    where r.lo < r.hi;
end
$$;

-- For what has no instant: see the kinds above.
create function touch(what text) returns void language plpgsql as $$
begin
  insert into public.touched (kind) values (what);
end
$$;

-- A statement that touches more rows than this logs the days (UTC) that they lie in.
create function most_touched_rows() returns integer language sql immutable parallel safe as 'select 1000';

create function touch_days(instants timestamptz[]) returns void language sql as $$
  select public.touch_range(day, day + interval '1 day')
  from (select distinct date_trunc('day', instant, 'UTC') as day from unnest(instants) instant) days
$$;

-- Orders that came or went.
create function log_orders() returns trigger language plpgsql as $$
begin
  if (select count(*) from changed_rows) > public.most_touched_rows() then
    perform public.touch_days(array(select order_date from changed_rows));
  else
    perform public.touch_order(id, order_date, customer_id, sales_rep_id) from changed_rows where status = 'completed';
  end if;
  return null;
end
$$;

create function log_updated_orders() returns trigger language plpgsql as $$
begin
  if (select count(*) from new_rows) > public.most_touched_rows() then
    perform public.touch_days(array(select order_date from old_rows union all select order_date from new_rows));
  else
    -- Images that stand on one side alone: a row that was written as it was touches nothing.
    perform public.touch_order(id, order_date, customer_id, sales_rep_id)
      from (
        select id, order_date, customer_id, sales_rep_id
        from (
          select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount, status from old_rows
          union all
          select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount, status from new_rows
        ) images
        where status = 'completed'
        group by id, order_date, customer_id, sales_rep_id, customer_segment, total_amount
        having count(*) = 1
      ) changed
      group by id, order_date, customer_id, sales_rep_id;
  end if;
  return null;
end
$$;

-- Lines that came or went.
create function log_lines() returns trigger language plpgsql as $$
begin
  if (select count(*) from changed_rows) > public.most_touched_rows() then
    perform public.touch_days(array(select order_date from changed_rows));
  else
    perform public.touch_line(order_id, order_date, product_id)
      from (select distinct order_id, order_date, product_id from changed_rows) lines;
  end if;
  return null;
end
$$;

create function log_updated_lines() returns trigger language plpgsql as $$
begin
  if (select count(*) from new_rows) > public.most_touched_rows() then
    perform public.touch_days(array(select order_date from old_rows union all select order_date from new_rows));
  else
    perform public.touch_line(order_id, order_date, product_id)
      from (
        select order_id, order_date, product_id
        from (
          select id, order_id, order_date, product_id, quantity, total_price, unit_cost from old_rows
          union all
          select id, order_id, order_date, product_id, quantity, total_price, unit_cost from new_rows
        ) images
        group by id, order_id, order_date, product_id, quantity, total_price, unit_cost
        having count(*) = 1
      ) changed
      group by order_id, order_date, product_id;
  end if;
  return null;
end
$$;

create function refuse_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'Cannot truncate %: the aggregates and the registry of ids would not learn what is gone', tg_table_name
    using hint = 'Use DELETE. To start over, drop the database and run the migrations on a new one.',
      errcode = 'feature_not_supported';
end
$$;

-- A statement fires the triggers of the table it names, so every partition has them too; none fires twice.
create function watch(target regclass, on_change regproc, on_update regproc) returns void language plpgsql as $$
begin
  execute format('create trigger log_inserted after insert on %s
    referencing new table as changed_rows for each statement execute function %s()', target, on_change);
  execute format('create trigger log_deleted after delete on %s
    referencing old table as changed_rows for each statement execute function %s()', target, on_change);
  execute format('create trigger log_updated after update on %s
    referencing old table as old_rows new table as new_rows for each statement execute function %s()', target, on_update);
  execute format('create trigger refuse_truncate before truncate on %s
    for each statement execute function refuse_truncate()', target);
end
$$;

-- Everything that orders, or a partition of them, must have.
create function watch_orders(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger register_inserted after insert on %s
    referencing new table as new_rows for each statement execute function register_order_ids()', target);
  execute format('create trigger register_updated after update on %s
    referencing old table as old_rows new table as new_rows for each statement execute function register_order_ids()', target);
  execute format('create trigger register_deleted after delete on %s
    referencing old table as old_rows for each statement execute function register_order_ids()', target);
  perform watch(target, 'log_orders', 'log_updated_orders');
end
$$;

create function watch_order_items(target regclass) returns void language plpgsql as $$
begin
  perform watch(target, 'log_lines', 'log_updated_lines');
end
$$;

select watch_orders('orders'), watch_orders('orders_default'),
  watch_order_items('order_items'), watch_order_items('order_items_default');

-- What names or groups sales. What no answer shows (stock, when a row was updated) touches nothing.
create function log_named() returns trigger language plpgsql as $$
begin
  if exists (select from changed_rows) then
    perform public.touch(tg_argv[0]);
  end if;
  return null;
end
$$;

create function log_kind() returns trigger language plpgsql as $$
begin
  if exists (
    select to_jsonb(n) - 'updated_at' - 'stock_quantity' from new_rows n
    except select to_jsonb(o) - 'updated_at' - 'stock_quantity' from old_rows o
  ) then
    perform public.touch(tg_argv[0]);
  end if;
  return null;
end
$$;

create function watch_kind(target regclass, kind text) returns void language plpgsql as $$
begin
  execute format('create trigger log_inserted after insert on %s
    referencing new table as changed_rows for each statement execute function log_named(%L)', target, 'listed_' || kind);
  execute format('create trigger log_deleted after delete on %s
    referencing old table as changed_rows for each statement execute function log_named(%L)', target, kind);
  execute format('create trigger log_updated after update on %s
    referencing old table as old_rows new table as new_rows for each statement execute function log_kind(%L)', target, kind);
  execute format('create trigger refuse_truncate before truncate on %s
    for each statement execute function refuse_truncate()', target);
end
$$;

select watch_kind('products', 'product'), watch_kind('customers', 'customer'), watch_kind('categories', 'category'),
  watch_kind('sales_representatives', 'sales_rep');
