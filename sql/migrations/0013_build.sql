-- A first build of the aggregates, or one anew, goes from piece to piece: days first, then the customers, whose days are
-- linked over the whole history, then the counts of these links. Each piece is a transaction that also removes it from
-- here, so a build goes on where it stopped, and two connections share in it.

create table build_pieces (
  -- In the order in which they are built; those of one kind at once.
  id bigint generated always as identity primary key,
  kind varchar(20) not null check (kind in ('days', 'customers', 'counts')),
  -- Of days.
  spans tstzmultirange,
  -- Of customers: [from_customer, to_customer), without an end where that is null.
  from_customer uuid,
  to_customer uuid,
  -- Of counts.
  table_name varchar(63),
  check ((spans is not null) = (kind = 'days')),
  check ((from_customer is not null) = (kind = 'customers')),
  check ((table_name is not null) = (kind = 'counts'))
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
