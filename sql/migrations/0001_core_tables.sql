-- The shop's own tables: what was sold, when, by whom, to whom.
-- Money is numeric(19,4): sources with four decimals exist, and rounding lines first moves totals by cents.
-- NaN is a numeric in Postgres; every money column refuses it (numeric with a scale already refuses infinities).

-- Version 7: ordered by time, so that new rows lie together in their indexes. (Postgres has its own from 18 on.)
create function new_id() returns uuid language sql volatile parallel safe as $$
  select encode(
    set_bit(
      set_bit(
        overlay(uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6),
        52, 1),
      53, 1),
    'hex')::uuid
$$;

create function set_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create table customers (
  id uuid primary key default new_id(),
  name varchar(255) not null check (name <> ''),
  -- Guests of a till have none; two customers never share one.
  email varchar(255) unique check (email <> ''),
  segment varchar(50) check (segment <> ''),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index idx_customers_segment on customers (segment);
create index idx_customers_created_at on customers (created_at);
create trigger set_updated_at before update on customers for each row execute function set_updated_at();

create table categories (
  id uuid primary key default new_id(),
  name varchar(100) not null check (name <> ''),
  parent_id uuid references categories (id) check (parent_id <> id),
  created_at timestamptz not null default now(),
  unique nulls not distinct (parent_id, name)
);

create function refuse_category_cycle() returns trigger language plpgsql as $$
begin
  -- Two moves at once could each be fine alone and a cycle together, so moves take turns.
  perform pg_advisory_xact_lock(hashtext('laneway categories'));
  if exists (
    with recursive above as (
      select new.parent_id as id
      union
      select c.parent_id from public.categories c join above a on c.id = a.id
    )
    select from above where id = new.id
  ) then
    raise exception 'Cannot move category % under %: it would be its own ancestor', new.id, new.parent_id
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger refuse_category_cycle before insert or update of id, parent_id on categories
  for each row when (new.parent_id is not null) execute function refuse_category_cycle();

create table products (
  id uuid primary key default new_id(),
  name varchar(255) not null check (name <> ''),
  category_id uuid references categories (id),
  -- Today's prices; what a sale cost and brought stands in its own line. Cost is unknown for some sources.
  cost_price numeric(19,4) check (cost_price >= 0 and cost_price <> 'NaN'),
  selling_price numeric(19,4) not null check (selling_price >= 0 and selling_price <> 'NaN'),
  stock_quantity integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index idx_products_category on products (category_id);
create index idx_products_price on products (selling_price);
create trigger set_updated_at before update on products for each row execute function set_updated_at();

create table sales_representatives (
  id uuid primary key default new_id(),
  name varchar(255) not null check (name <> ''),
  email varchar(255) unique check (email <> ''),
  region varchar(100) check (region <> ''),
  -- Percent of revenue.
  commission_rate numeric(5,2) check (commission_rate between 0 and 100),
  created_at timestamptz not null default now()
);

-- Partitioned by the time that every query filters on. A month's partition is named orders_2024_01 and holds that
-- month in UTC; the default partition catches what no month covers.
create table orders (
  id uuid not null default new_id(),
  customer_id uuid references customers (id),
  sales_rep_id uuid references sales_representatives (id),
  -- At the time of sale: a customer who becomes Premium today did not buy as one last year.
  customer_segment varchar(50) check (customer_segment <> ''),
  -- The years that an import takes, in any zone: a date that is off by centuries would be in nobody's way but ours.
  order_date timestamptz not null check (order_date >= '1969-12-31Z' and order_date < '2101-01-02Z'),
  -- Negative for a return.
  total_amount numeric(19,4) not null check (total_amount <> 'NaN'),
  status varchar(20) not null default 'completed' check (status in ('pending', 'completed', 'cancelled')),
  created_at timestamptz not null default now(),
  primary key (id, order_date)
) partition by range (order_date);
create index idx_orders_customer on orders (customer_id, order_date);
create index idx_orders_sales_rep on orders (sales_rep_id, order_date);
create index idx_orders_date on orders (order_date);
create index idx_orders_status on orders (status);
create table orders_default partition of orders default;

create table order_items (
  id uuid not null default new_id(),
  order_id uuid not null,
  -- Its order's, so that lines lie in the same months as their orders.
  order_date timestamptz not null,
  product_id uuid not null references products (id),
  -- Negative for a return.
  quantity integer not null check (quantity <> 0),
  unit_price numeric(19,4) not null check (unit_price >= 0 and unit_price <> 'NaN'),
  -- After discount: it need not be quantity * unit_price.
  total_price numeric(19,4) not null check (total_price <> 'NaN'),
  -- At the time of sale; null where unknown. Often a quotient, so it keeps more decimals than money does.
  unit_cost numeric(23,8) check (unit_cost >= 0 and unit_cost <> 'NaN'),
  created_at timestamptz not null default now(),
  primary key (id, order_id, order_date),
  foreign key (order_id, order_date) references orders (id, order_date) on delete cascade on update cascade
) partition by range (order_date);
create index idx_order_items_order on order_items (order_id, order_date);
create index idx_order_items_product on order_items (product_id, order_date);
create table order_items_default partition of order_items default;
