-- One order, one id, over all partitions: a unique index of a partitioned table must hold the partition key, so
-- (id, order_date) alone would let one id stand in two months. This registry holds each id once, and finds an
-- order's month without looking into every partition.
create table order_ids (
  id uuid primary key,
  order_date timestamptz not null
);

create function register_order_ids() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into public.order_ids (id, order_date) select id, order_date from new_rows;
  elsif tg_op = 'DELETE' then
    delete from public.order_ids r using old_rows o where r.id = o.id;
  else
    -- Ids and dates both: a changed id is a delete and an insert. Rows whose key stands are left alone.
    delete from public.order_ids r using old_rows o
      where r.id = o.id and not exists (select from new_rows n where n.id = o.id);
    insert into public.order_ids (id, order_date)
      select n.id, n.order_date from new_rows n
      where not exists (select from old_rows o where o.id = n.id);
    update public.order_ids r set order_date = n.order_date
      from new_rows n where r.id = n.id and r.order_date <> n.order_date;
  end if;
  return null;
end
$$;
