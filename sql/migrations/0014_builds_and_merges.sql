-- Builds that nobody's locks, roles or older version hold up, and merges of customers that take turns.

-- As before (0013), but for a role that does not own a table: it could not make its indexes again, and builds with them in
-- place.
create or replace function postpone_indexes() returns void language plpgsql set lock_timeout = '150ms' as $$
declare
  index regclass;
begin
  if exists (select from agg_product_daily) or exists (select from agg_customer_daily) then
    return;
  end if;
  for index in
    select i.indexrelid from pg_index i
    join pg_class t on t.oid = i.indrelid
    where t.oid in ('agg_product_daily'::regclass, 'agg_customer_daily'::regclass) and not i.indisunique
      and pg_has_role(t.relowner, 'usage')
  loop
    insert into build_pieces (kind, definition) values ('index', pg_get_indexdef(index));
    execute format('drop index %s', index);
  end loop;
exception
  when lock_not_available then
    return;
end
$$;

-- As before (0013), but where somebody has made the index by hand meanwhile.
create or replace function make_index(definition text) returns void
language plpgsql set maintenance_work_mem = '256MB' as $$
begin
  execute definition;
exception
  when duplicate_table then
    return;
end
$$;

-- Empties built_orders. Whoever reads all tables for long, as a dump does, is not waited for: it would hold up all drains.
create function forget_built_orders() returns void language plpgsql set lock_timeout = '150ms' as $$
begin
  truncate built_orders;
exception
  when lock_not_available then
    delete from built_orders;
end
$$;

-- A build that was under way before there were pieces knows nothing of them: it begins anew.
update precompute_state set time_zone = null where as_of is null;

-- As before (0012), but merges that share a customer take turns: what one has moved, the next one must see.
create or replace function merge_customers(from_id uuid, into_id uuid) returns bigint language plpgsql as $$
declare
  moved bigint;
  archived bigint;
begin
  if from_id = into_id then
    raise exception 'Cannot merge customer % into itself', from_id using errcode = 'invalid_parameter_value';
  end if;
  perform from customers where id in (from_id, into_id) order by id for no key update;
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
