-- A drain sums each order once for all that it rebuilds, and keeps what products' days were and are until their months and
-- categories have the difference.

create or replace function open_drain() returns void language plpgsql as $$
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
  create temporary table drained_hours (metric_hour timestamptz primary key, hour_end timestamptz, day date)
    on commit delete rows;
  create temporary table drained_rep_days (
    day date, lo timestamptz, hi timestamptz, sales_rep_id uuid, unique nulls not distinct (day, sales_rep_id)
  ) on commit delete rows;
  create temporary table drained_customer_days (
    day date, lo timestamptz, hi timestamptz, customer_id uuid, primary key (customer_id, day)
  ) on commit delete rows;
  -- The orders of these, each once, with the sums of its lines; metric_hour is null where its hour is not rebuilt.
  create temporary table drained_orders (
    id uuid, day date, metric_hour timestamptz, customer_id uuid, sales_rep_id uuid, customer_segment varchar(50),
    is_return boolean, revenue numeric, line_revenue numeric, costed_revenue numeric, cost numeric, units bigint
  ) on commit delete rows;
  -- Products' days as they were and as they are; null where they have no row.
  create temporary table drained_product_days (
    day date, lo timestamptz, hi timestamptz, product_id uuid,
    old_revenue numeric, old_costed_revenue numeric, old_cost numeric, old_units bigint, old_orders integer,
    revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders integer, primary key (day, product_id)
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

drop view completed_order_sums;

-- The first active day of each customer, which decides the cohort.
create index idx_agg_customer_daily_first on agg_customer_daily (customer_id) include (day)
  where orders > 0 and prev_day is null;
