-- One import's own tables, all or none of them: import_run.x stands for its name in the schema that such tables are in. Not logged:
-- after a crash the file is read again anyway.
do $$
begin
  -- The file's rows, checked one by one; a row with a reason has nothing else.
  create unlogged table import_run.lines (
    line bigint not null,
    reason text,
    order_id uuid,
    order_date timestamptz,
    status text,
    order_total numeric(19,4),
    id uuid,
    has_line_id boolean,
    quantity integer,
    unit_price numeric(19,4),
    total_price numeric(19,4),
    unit_cost numeric(23,8),
    customer_id uuid,
    customer_ref text,
    customer_name text,
    customer_email text,
    customer_segment text,
    product_id uuid,
    product_ref text,
    product_name text,
    category text,
    sales_rep_id uuid,
    sales_rep_ref text,
    sales_rep_name text,
    sales_rep_email text,
    region text,
    commission_rate numeric(5,2)
  );

  create unlogged table import_run.rejects (line bigint primary key, reason text not null);

  create view import_run.good_lines as
    select l.* from import_run.lines l
    where l.reason is null and not exists (select from import_run.rejects r where r.line = l.line);

  -- In the order in which they are stored: by date, so that a batch lies in few months.
  create unlogged table import_run.orders (
    id uuid not null,
    -- From 1, without gaps; null where it cannot be stored.
    position bigint,
    order_date timestamptz,
    status text,
    customer_id uuid,
    customer_segment text,
    sales_rep_id uuid,
    total_amount numeric
  );

  create unlogged table import_run.items (
    position bigint not null,
    line bigint not null,
    id uuid not null,
    order_id uuid not null,
    order_date timestamptz not null,
    product_id uuid not null,
    quantity integer not null,
    unit_price numeric(19,4) not null,
    total_price numeric(19,4) not null,
    unit_cost numeric(23,8)
  );

  -- What the file says of them, null where it says nothing.
  create unlogged table import_run.customers (
    id uuid primary key,
    ref text not null,
    line bigint not null,
    name text,
    email text,
    -- Whether another customer has that e-mail and keeps it.
    email_taken boolean not null default false,
    segment text
  );

  create unlogged table import_run.products (
    id uuid primary key,
    ref text not null,
    name text,
    category text[],
    selling_price numeric(19,4) not null,
    cost_price numeric(19,4)
  );

  create unlogged table import_run.categories (path text[] primary key, id uuid);

  create unlogged table import_run.sales_representatives (
    id uuid primary key,
    ref text not null,
    line bigint not null,
    name text,
    email text,
    email_taken boolean not null default false,
    region text,
    commission_rate numeric(5,2)
  );
end
$$
