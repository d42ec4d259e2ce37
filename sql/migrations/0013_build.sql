-- A first build of the aggregates, or one anew, goes from piece to piece: days first, then the customers, whose days are
-- linked over the whole history, then indexes and the counts of these links. Each piece is a transaction that also removes it
-- from here, so a build goes on where it stopped, and two connections share in it.

create table build_pieces (
  id bigint generated always as identity primary key,
  kind varchar(20) not null check (kind in ('days', 'customers', 'index', 'counts')),
  -- Of days.
  spans tstzmultirange,
  -- Of customers: [from_customer, to_customer), without an end where that is null.
  from_customer uuid,
  to_customer uuid,
  -- Of an index: what makes it.
  definition text,
  -- Of counts: which.
  part varchar(20),
  check ((spans is not null) = (kind = 'days')),
  check ((from_customer is not null) = (kind = 'customers')),
  check ((definition is not null) = (kind = 'index')),
  check ((part is not null) = (kind = 'counts'))
);

-- The customers' orders of the days that are built, until all are and the customers' days are made of them: written and
-- read once as a whole, so without an index, and no concern of autovacuum.
create table built_orders (
  customer_id uuid not null,
  day date not null,
  is_return boolean not null,
  revenue numeric not null,
  line_revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null
) with (autovacuum_enabled = false);

-- Leaves the indexes that a large build would grow at random, row by row, to be made at its end. Their order is another than
-- that of the rows, which the primary keys follow. Where somebody reads the tables for long, or they hold rows, nothing is
-- postponed.
create function postpone_indexes() returns void language plpgsql set lock_timeout = '150ms' as $$
declare
  index regclass;
begin
  if exists (select from agg_product_daily) or exists (select from agg_customer_daily) then
    return;
  end if;
  for index in
    select indexrelid from pg_index
    where indrelid in ('agg_product_daily'::regclass, 'agg_customer_daily'::regclass) and not indisunique
  loop
    insert into build_pieces (kind, definition) values ('index', pg_get_indexdef(index));
    execute format('drop index %s', index);
  end loop;
exception
  when lock_not_available then
    return;
end
$$;

create function make_index(definition text) returns void language plpgsql set maintenance_work_mem = '256MB' as $$
begin
  execute definition;
end
$$;

-- sum() without what it sets up for each group, which for groups of a few rows takes longer than to add them.
create aggregate add(numeric) (sfunc = numeric_add, stype = numeric, combinefunc = numeric_add, parallel = safe);
