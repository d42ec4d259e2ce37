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
