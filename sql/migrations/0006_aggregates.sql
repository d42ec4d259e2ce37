-- Small tables that the precompute process keeps equal to their definitions (sql/rebuild/) and that most answers are read
-- from. All in the shop's time zone. Sums are exact; what is null in a key is unknown: a guest, no rep, no segment.

create table agg_hourly_metrics (
  metric_hour timestamptz primary key,
  hour_end timestamptz not null,
  revenue numeric not null,
  line_revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  order_count integer not null,
  avg_order_value numeric,
  unique_customers integer not null
);

create table agg_order_daily (
  day date not null,
  sales_rep_id uuid,
  customer_segment varchar(50),
  revenue numeric not null,
  line_revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  orders integer not null,
  units bigint not null,
  unique nulls not distinct (day, sales_rep_id, customer_segment)
);

create table agg_product_daily (
  day date not null,
  product_id uuid not null,
  revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  orders integer not null,
  primary key (day, product_id)
);
-- One product over time.
create index idx_agg_product_daily_product on agg_product_daily (product_id, day);

-- Months are named by their first day.
create table agg_product_monthly (
  month date not null,
  product_id uuid not null,
  revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  orders integer not null,
  primary key (month, product_id)
);

-- The calendar periods that contain a day, as half-open ranges of days.
create function running_periods(
  today date, week_start integer, out period text, out period_start date, out period_end date
) returns setof record language sql immutable parallel safe as $$
  select period, first, (first + length)::date
  from (values
    ('today', today, interval '1 day'),
    ('week', today - ((extract(isodow from today)::integer - week_start + 7) % 7), '7 days'),
    ('month', date_trunc('month', today::timestamp)::date, '1 month'),
    ('quarter', date_trunc('quarter', today::timestamp)::date, '3 months'),
    ('year', date_trunc('year', today::timestamp)::date, '1 year')
  ) p (period, first, length)
$$;

-- The periods that contain the business clock's today, each category with all below it; a null category is products
-- without one. What sums to nothing has no row.
create table agg_category_performance (
  category_id uuid,
  period varchar(20) not null check (period in ('today', 'week', 'month', 'quarter', 'year')),
  period_start date not null,
  revenue numeric not null,
  costed_revenue numeric not null,
  profit numeric not null,
  units_sold bigint not null,
  unique nulls not distinct (category_id, period, period_start)
);

-- The days on which a customer has completed orders. Active is who ordered; a day with returns alone has orders = 0, and
-- is no link of the chain that prev_day makes.
create table agg_customer_daily (
  customer_id uuid not null,
  day date not null,
  orders integer not null,
  revenue numeric not null,
  line_revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  -- The last day before this one on which the customer was active; null on the first, and where orders = 0.
  prev_day date,
  primary key (customer_id, day)
);
create index idx_agg_customer_daily_day on agg_customer_daily (day);

-- How many customers were active on day, and before that last on prev_day (null: never). Distinct customers of whole days
-- [a, b) are the sum over a <= day < b with prev_day null or before a: each is counted on the first of those days.
create table agg_activity_daily (
  day date not null,
  prev_day date,
  customers integer not null check (customers >= 0),
  unique nulls not distinct (day, prev_day)
);

-- The same by months: customer-days of month whose day before lies in prev_month.
create table agg_activity_monthly (
  month date not null,
  prev_month date,
  customers integer not null check (customers >= 0),
  unique nulls not distinct (month, prev_month)
);

-- Customers by the month of their first order: how many of them were active in month, and what their orders and returns
-- brought in it.
create table agg_cohort_monthly (
  cohort date not null,
  month date not null,
  customers integer not null,
  revenue numeric not null,
  primary key (cohort, month)
);

-- One row.
create table precompute_state (
  only_row boolean primary key default true check (only_row),
  -- Every change committed before it is in the aggregates. Null until they are complete for the first time, and while they
  -- are built anew for another zone.
  as_of timestamptz,
  -- What the aggregates are cut by. Null before the first build began.
  time_zone text,
  -- As in ISO 8601: 1 is Monday, 7 is Sunday.
  week_start smallint,
  -- The number of the last drain that changed anything.
  generation bigint not null default 0,
  -- Generations compare only within one epoch: a new one is written whenever the numbers may have gone back.
  epoch uuid not null default gen_random_uuid(),
  -- What server and database wrote the epoch: after a failover, a restore or a restart it is another.
  lineage text,
  -- The transaction time of the last drain, even of one that found nothing.
  heartbeat_at timestamptz,
  -- The shop's day that the running periods of agg_category_performance end with.
  today date,
  -- Orders before it are archived, and are not written any more.
  closed_before timestamptz
);
insert into precompute_state default values;

-- Held by whoever writes aggregates. A table of its own, because nobody else ever locks it, autovacuum included.
create table precompute_lock ();

-- For each tag (a name for answers that go stale together) and month (its first day), the generation that last altered
-- it. Month -infinity: something that all months show, such as a product's name. Month infinity: any of the others.
create table generations (
  tag varchar(50) not null,
  month date not null,
  generation bigint not null,
  primary key (tag, month)
);

-- What an answer from base tables, or from aggregates together with what is touched, is as of. A standby shows what
-- the primary's last heartbeat had seen.
create function snapshot_as_of() returns timestamptz language sql stable as $$
  select case when pg_is_in_recovery() then (select heartbeat_at from precompute_state) else transaction_timestamp() end
$$;

-- What a drain works on: tables of its session alone, made once a connection and empty again after each transaction.
create function open_drain() returns void language plpgsql as $$
begin
  if to_regclass('pg_temp.taken') is not null then
    return;
  end if;
  -- The rows of touched that it has taken, and the day each lies in.
  create temporary table taken (
    kind text not null, at timestamptz, until timestamptz, order_id uuid, customer_id uuid, sales_rep_id uuid,
    product_id uuid, tries integer not null, day date
  ) on commit delete rows;
  -- The days that these lie in; whole ones are rebuilt as a whole.
  create temporary table drained_days (day date primary key, lo timestamptz, hi timestamptz, whole boolean)
    on commit delete rows;
  -- What is rebuilt of the others.
  create temporary table drained_hours (metric_hour timestamptz primary key, hour_end timestamptz) on commit delete rows;
  create temporary table drained_rep_days (
    day date, lo timestamptz, hi timestamptz, sales_rep_id uuid, unique nulls not distinct (day, sales_rep_id)
  ) on commit delete rows;
  create temporary table drained_product_days (
    day date, lo timestamptz, hi timestamptz, product_id uuid,
    old_revenue numeric, old_costed_revenue numeric, old_cost numeric, old_units bigint, primary key (day, product_id)
  ) on commit delete rows;
  create temporary table drained_customer_days (
    day date, lo timestamptz, hi timestamptz, customer_id uuid, primary key (customer_id, day)
  ) on commit delete rows;
  -- Customer-days that differ from the aggregate's, as they will be (orders null: gone) and whether they are links.
  create temporary table changed_customer_days (
    customer_id uuid, day date, orders integer, revenue numeric, line_revenue numeric, costed_revenue numeric,
    cost numeric, was_active boolean, is_active boolean, old_prev_day date, primary key (customer_id, day)
  ) on commit delete rows;
  -- The first active day of each customer with a changed day, before and after.
  create temporary table drained_customers (customer_id uuid primary key, old_first_day date, new_first_day date)
    on commit delete rows;
  -- What each such customer did in a month, before.
  create temporary table drained_customer_months (
    customer_id uuid, month date, was_active boolean, old_revenue numeric, primary key (customer_id, month)
  ) on commit delete rows;
  -- Links that come, go or change.
  create temporary table drained_links (
    customer_id uuid, day date, was_link boolean, old_prev_day date, is_link boolean, new_prev_day date,
    primary key (customer_id, day)
  ) on commit delete rows;
end
$$;
