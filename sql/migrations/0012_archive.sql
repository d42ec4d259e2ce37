-- The archive as something that questions read and merges of customers reach.

-- Archived months are partitions of two tables of their own. Questions read these beside orders and order_items; drains,
-- rebuilds and verify never do. Each month keeps its own foreign keys, so that whoever moves one to cold storage detaches
-- its two tables and dumps them. Its aggregates stay; only what a range cuts off from one of its hours or days is missing
-- from then on.
create table archive.orders (like public.orders including all) partition by range (order_date);
create table archive.order_items (like public.order_items including all) partition by range (order_date);

-- Makes the two tables of an archived month, which hold [lo, hi), part of the archive.
create function attach_archived(month date, lo timestamptz, hi timestamptz) returns void language plpgsql as $$
begin
  execute format('alter table archive.orders attach partition archive.%I for values from (%L) to (%L)',
    month_table('orders', month), lo, hi);
  execute format('alter table archive.order_items attach partition archive.%I for values from (%L) to (%L)',
    month_table('order_items', month), lo, hi);
end
$$;

-- What questions read: all orders and lines, archived or not. Until a month is archived, those that are not: even two empty
-- tables more would take each question time to plan.
create view every_order as
select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount, status from orders;

create view every_line as
select order_id, order_date, product_id, quantity, total_price, unit_cost from order_items;

create function read_archive() returns void language plpgsql as $$
begin
  create or replace view every_order as
  select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount, status from orders
  union all
  select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount, status from archive.orders;
  create or replace view every_line as
  select order_id, order_date, product_id, quantity, total_price, unit_cost from order_items
  union all
  select order_id, order_date, product_id, quantity, total_price, unit_cost from archive.order_items;
end
$$;

-- What of them counts: completed_orders, line_sums and completed_lines over again. (A test holds them together.)
create view sold_orders as
select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount as revenue, total_amount < 0 as is_return
from every_order
where status = 'completed';

create view every_line_sums as
select
  order_id,
  order_date,
  product_id,
  quantity as units,
  total_price as revenue,
  case when unit_cost is null then 0 else total_price end as costed_revenue,
  coalesce(unit_cost * quantity, 0) as cost
from every_line;

create view sold_lines as
select
  l.order_id,
  o.order_date,
  l.order_date as line_date,
  o.customer_id,
  o.sales_rep_id,
  o.customer_segment,
  o.total_amount < 0 as is_return,
  l.product_id,
  l.units,
  l.revenue,
  l.costed_revenue,
  l.cost
from every_order o
join every_line_sums l on l.order_id = o.id and l.order_date = o.order_date
where o.status = 'completed';

-- What was archived before. A month also holds the rest of the shop's day that lies across its end, which the next one
-- lacks; what it holds says how far that goes.
do $$
declare
  month date;
  lo timestamptz;
  hi timestamptz;
  last_sold timestamptz;
begin
  -- No month is archived meanwhile.
  perform pg_advisory_xact_lock(hashtext('laneway partitions'));
  for month in
    select to_date(right(tablename, 7), 'YYYY_MM') from pg_tables
    where schemaname = 'archive' and tablename ~ '^orders_\d{4}_\d{2}$'
    order by 1
  loop
    execute format('select max(order_date) from archive.%I', month_table('orders', month)) into last_sold;
    lo := greatest(month_start(month), hi);
    hi := greatest(month_end(month), last_sold + interval '1 microsecond');
    perform attach_archived(month, lo, hi);
  end loop;
  if hi is not null then perform read_archive(); end if;
end
$$;

-- As before, but for where they look: sold_orders and sold_lines.
create or replace function orders_in(ranges tstzmultirange) returns setof completed_orders
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
begin
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    return query select * from sold_orders o where o.order_date >= lo and o.order_date < hi;
  end loop;
end
$$;

create or replace function lines_in(ranges tstzmultirange) returns setof completed_lines
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
begin
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    return query select * from sold_lines l
      where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi;
  end loop;
end
$$;

create or replace function covered(
  first timestamptz, cut timestamptz, uncut timestamptz, hi timestamptz, zone text,
  out last timestamptz, out hours tstzmultirange, out as_of timestamptz
) language plpgsql stable parallel safe as $$
declare
  built timestamptz;
begin
  select state.as_of into built from precompute_state state where state.time_zone = zone;
  as_of := snapshot_as_of();
  last := cut;
  if cut < uncut and not exists (
    select from sold_orders o where o.order_date >= hi and o.order_date < uncut
  ) then
    last := uncut;
  end if;
  if built is null or first >= last then
    last := null;
    return;
  end if;
  hours := touched_hours(first, last, zone);
  if hours is not null then
    return;
  end if;
  -- What the aggregates hold may have been sold after hi and deleted since, so that the bucket that was cut is cut again.
  if first >= cut then
    last := null;
    return;
  end if;
  last := cut;
  hours := '{}';
  as_of := built;
end
$$;

-- Moves the oldest month (UTC) to the schema archive and closes its time to writes; returns how many orders lie there.
-- Where it cannot have its locks at once it fails with lock_not_available, for the caller to try again later.
create or replace function archive_month(month date) returns bigint language plpgsql
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
  -- Before the orders: readers lock the views first.
  if not exists (select from pg_inherits where inhparent = 'archive.orders'::regclass) then
    perform read_archive();
  end if;
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
  perform attach_archived(first_day, greatest(month_start(first_day), state.closed_before), bound);
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

-- Counts customers in what is counted by links and months, or, with sign -1, takes them out of it; the definitions are in
-- sql/rebuild/. What a build has yet to count (build_pieces, 0013) is left to it.
create function count_customers(ids uuid[], sign integer) returns void language plpgsql as $$
declare
  unbuilt text[] := array(select part from build_pieces where kind = 'counts');
begin
  if 'activity' <> all (unbuilt) then
    merge into agg_activity_daily a
    using (
      select day, prev_day, sign * count(*)::integer as customers
      from agg_customer_daily
      where customer_id = any (ids) and orders > 0
      group by day, prev_day
    ) d
    on a.day = d.day and a.prev_day is not distinct from d.prev_day
    when matched and a.customers + d.customers = 0 then delete
    when matched then update set customers = a.customers + d.customers
    when not matched then insert (day, prev_day, customers) values (d.day, d.prev_day, d.customers);
    merge into agg_activity_monthly a
    using (
      select date_trunc('month', day::timestamp)::date as month,
        date_trunc('month', prev_day::timestamp)::date as prev_month, sign * count(*)::integer as customers
      from agg_customer_daily
      where customer_id = any (ids) and orders > 0
      group by 1, 2
    ) d
    on a.month = d.month and a.prev_month is not distinct from d.prev_month
    when matched and a.customers + d.customers = 0 then delete
    when matched then update set customers = a.customers + d.customers
    when not matched then insert (month, prev_month, customers) values (d.month, d.prev_month, d.customers);
  end if;
  if 'cohorts' <> all (unbuilt) then
    merge into agg_cohort_monthly a
    using (
      select f.cohort, m.month, sign * sum(m.active)::integer as customers, sign * sum(m.revenue) as revenue
      from (
        select customer_id, date_trunc('month', min(day)::timestamp)::date as cohort
        from agg_customer_daily
        where customer_id = any (ids) and orders > 0
        group by customer_id
      ) f
      join (
        select customer_id, date_trunc('month', day::timestamp)::date as month, bool_or(orders > 0)::integer as active,
          sum(revenue) as revenue
        from agg_customer_daily
        where customer_id = any (ids)
        group by 1, 2
      ) m using (customer_id)
      group by f.cohort, m.month
      having sum(m.active) <> 0 or sum(m.revenue) <> 0
    ) d
    on a.cohort = d.cohort and a.month = d.month
    when matched and a.customers + d.customers = 0 and a.revenue + d.revenue = 0 then delete
    when matched then update set customers = a.customers + d.customers, revenue = a.revenue + d.revenue
    when not matched then insert (cohort, month, customers, revenue) values (d.cohort, d.month, d.customers, d.revenue);
  end if;
end
$$;

-- Gives what the aggregates hold of a customer's days before closed_before to another customer. The orders of two customers
-- are two sets, so their sums add up; and each hour in which both bought has one customer less.
create function move_customer_days(from_id uuid, into_id uuid, closed_before timestamptz, zone text) returns void
language plpgsql as $$
begin
  update agg_hourly_metrics set unique_customers = unique_customers - 1
  where metric_hour in (
    select hour_start(o.order_date, zone) from sold_orders o
    where o.customer_id = from_id and o.order_date < closed_before and not o.is_return
    intersect
    select hour_start(o.order_date, zone) from sold_orders o
    where o.customer_id = into_id and o.order_date < closed_before and not o.is_return
  );
  with moved as (
    delete from agg_customer_daily where customer_id = from_id and day < day_of(closed_before, zone) returning *
  )
  insert into agg_customer_daily as a (customer_id, day, orders, revenue, line_revenue, costed_revenue, cost)
  select into_id, day, orders, revenue, line_revenue, costed_revenue, cost from moved
  on conflict (customer_id, day) do update
  set orders = a.orders + excluded.orders, revenue = a.revenue + excluded.revenue,
    line_revenue = a.line_revenue + excluded.line_revenue, costed_revenue = a.costed_revenue + excluded.costed_revenue,
    cost = a.cost + excluded.cost;
  update agg_customer_daily a set prev_day = l.prev_day
  from (
    select customer_id, day,
      case when orders > 0 then max(day) filter (where orders > 0)
        over (partition by customer_id order by day rows between unbounded preceding and 1 preceding)
      end as prev_day
    from agg_customer_daily
    where customer_id in (from_id, into_id)
  ) l
  where a.customer_id = l.customer_id and a.day = l.day and a.prev_day is distinct from l.prev_day;
end
$$;

-- What merge_customers does to the aggregates of archived time, which no drain rebuilds: at once, so that answers are right
-- as soon as it is committed. Before the archived orders are given away.
create function merge_archived_days(from_id uuid, into_id uuid) returns void language plpgsql as $$
declare
  state precompute_state;
begin
  -- The aggregates know of orders that were taken away from the archive.
  if not exists (select from archive.orders where customer_id = from_id) and not exists (
    select from precompute_state s
    join agg_customer_daily a on a.day < day_of(s.closed_before, s.time_zone)
    where a.customer_id = from_id
  ) then
    return;
  end if;
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'Cannot merge customer % at isolation level %: archived orders are among what moves', from_id,
      current_setting('transaction_isolation')
      using errcode = 'invalid_transaction_state',
        hint = 'Merge at READ COMMITTED, which sees the aggregates as the last drain left them.';
  end if;
  -- Drains wait until this transaction ends. A LOCK takes no snapshot, so what follows sees all that the last one committed.
  lock table precompute_lock in exclusive mode;
  select * into state from precompute_state;
  perform count_customers(array[from_id, into_id], -1);
  perform move_customer_days(from_id, into_id, state.closed_before, state.time_zone);
  perform count_customers(array[from_id, into_id], 1);
  -- Answers about archived months go stale too: all do.
  perform touch('shop');
end
$$;

-- Gives all orders of one customer to another, the archived ones too; returns how many.
create or replace function merge_customers(from_id uuid, into_id uuid) returns bigint language plpgsql as $$
declare
  moved bigint;
  archived bigint;
begin
  if from_id = into_id then
    raise exception 'Cannot merge customer % into itself', from_id using errcode = 'invalid_parameter_value';
  end if;
  -- No month is archived from here on until this transaction ends.
  lock table only orders in row exclusive mode;
  perform merge_archived_days(from_id, into_id);
  update orders set customer_id = into_id where customer_id = from_id;
  get diagnostics moved = row_count;
  update archive.orders set customer_id = into_id where customer_id = from_id;
  get diagnostics archived = row_count;
  return moved + archived;
end
$$;
