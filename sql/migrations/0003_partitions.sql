-- Months for orders and their lines, made together.

-- Makes the partitions of one month (UTC). Returns whether it made them: not where they exist, and not where the
-- default partition already holds rows of that month, which Postgres would refuse.
create function create_order_month(month date) returns boolean language plpgsql as $$
declare
  lower_bound timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
  upper_bound timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
  suffix text := to_char(month, 'YYYY_MM');
begin
  -- Many processes may start at once and want the same month.
  perform pg_advisory_xact_lock(hashtext('laneway partitions'));
  if to_regclass('orders_' || suffix) is not null
    or exists (select from orders_default where order_date >= lower_bound and order_date < upper_bound)
  then
    return false;
  end if;
  execute format('create table %I partition of orders for values from (%L) to (%L)',
    'orders_' || suffix, lower_bound, upper_bound);
  execute format('create table %I partition of order_items for values from (%L) to (%L)',
    'order_items_' || suffix, lower_bound, upper_bound);
  perform keep_order_ids(to_regclass('orders_' || suffix));
  return true;
end
$$;

-- Makes every month from the one that holds first_instant to the one that holds last_instant; returns how many it made.
create function create_order_months(first_instant timestamptz, last_instant timestamptz) returns integer
language sql as $$
  select count(*) filter (where create_order_month(month::date))::integer
  from generate_series(
    date_trunc('month', first_instant at time zone 'UTC'), date_trunc('month', last_instant at time zone 'UTC'),
    interval '1 month'
  ) month
$$;
