-- What counts, defined once, and small tables that the precompute process keeps and that most answers are read from.
--
-- Only completed orders count. An order with a negative total is a return: it lowers sums and is not counted as an
-- order or as a customer's activity. Revenue is what orders (or, by product and category, their lines) brought;
-- costed_revenue is the part of line totals whose cost is known, so profit = costed_revenue - cost.

create view completed_orders as
select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount as revenue, total_amount < 0 as is_return
from orders
where status = 'completed';

create view completed_lines as
select
  i.order_id,
  o.order_date,
  o.total_amount < 0 as is_return,
  i.product_id,
  i.quantity as units,
  i.total_price as revenue,
  case when i.unit_cost is null then 0 else i.total_price end as costed_revenue,
  coalesce(i.unit_cost * i.quantity, 0) as cost
from orders o
join order_items i on i.order_id = o.id and i.order_date = o.order_date
where o.status = 'completed';

-- Every category with each one above it, itself included.
create view category_ancestors as
with recursive above as (
  select id as category_id, id as ancestor_id from categories
  union all
  select a.category_id, c.parent_id from above a join categories c on c.id = a.ancestor_id where c.parent_id is not null
)
select category_id, ancestor_id from above;

-- Every category with the names from the top of the tree to it.
create view category_paths as
with recursive below as (
  select id as category_id, parent_id, name, array[name::text] as path from categories where parent_id is null
  union all
  select c.id, c.parent_id, c.name, b.path || c.name::text from below b join categories c on c.parent_id = b.category_id
)
select category_id, parent_id, name, path from below;

-- An hour of the shop's clock, as instants. Nearly always 60 minutes from a full hour; in a zone that moves its clock
-- by half an hour (Lord Howe) a bucket is 30 or 90 minutes long, which is why both ends are stored.
create function hour_start(instant timestamptz, zone text) returns timestamptz language sql stable parallel safe as $$
  -- date_trunc with a zone keeps the fold of an autumn night. Zones move in steps of 15 minutes.
  select min(c) from generate_series(
    date_trunc('hour', instant, zone), date_trunc('hour', instant, zone) + interval '45 minutes', interval '15 minutes'
  ) c
  where date_trunc('hour', c, zone) = date_trunc('hour', instant, zone)
$$;

create function hour_end(instant timestamptz, zone text) returns timestamptz language sql stable parallel safe as $$
  select min(c) from generate_series(
    date_trunc('hour', instant, zone), date_trunc('hour', instant, zone) + interval '2 hours', interval '15 minutes'
  ) c
  where c > instant and date_trunc('hour', c, zone) <> date_trunc('hour', instant, zone)
$$;

-- The first instant of a day of the shop's calendar. Where a clock is turned back at midnight, 00:00 comes twice:
-- Postgres takes the later one, and the day begins with the earlier.
create function day_start(day date, zone text) returns timestamptz language sql stable parallel safe as $$
  select coalesce(min(c), day::timestamp at time zone zone)
  from generate_series(
    (day::timestamp at time zone zone) - interval '3 hours', day::timestamp at time zone zone, interval '15 minutes'
  ) c
  where (c at time zone zone)::date = day
$$;

-- The hours that lie wholly in [lo, hi) and were over when the aggregates were built, as the half-open range
-- [first, last). A question reads these from an aggregate and what is left, [lo, first) and [last, hi), from the
-- orders. Where no hour does, first = last = hi.
create function covered_hours(
  lo timestamptz, hi timestamptz, zone text, out first timestamptz, out last timestamptz
) language plpgsql stable parallel safe as $$
begin
  first := case when hour_start(lo, zone) = lo then lo else hour_end(lo, zone) end;
  select hour_start(least(hi, as_of), zone) into last from precompute_state;
  if not coalesce(first < last, false) then
    first := hi;
    last := hi;
  end if;
end
$$;

-- The same for days: the days [first_day, last_day) are the instants [first, last).
create function covered_days(
  lo timestamptz, hi timestamptz, zone text,
  out first_day date, out last_day date, out first timestamptz, out last timestamptz
) language plpgsql stable parallel safe as $$
begin
  first_day := (lo at time zone zone)::date;
  while day_start(first_day, zone) < lo loop
    first_day := first_day + 1;
  end loop;
  select (least(hi, as_of) at time zone zone)::date into last_day from precompute_state;
  first := day_start(first_day, zone);
  last := day_start(last_day, zone);
  if not coalesce(first < last, false) then
    last_day := first_day;
    first := hi;
    last := hi;
  end if;
end
$$;

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
  unique_customers integer not null,
  updated_at timestamptz not null default now()
);

create table agg_product_daily (
  day date not null,
  product_id uuid not null,
  revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  orders integer not null,
  updated_at timestamptz not null default now(),
  primary key (day, product_id)
);

-- The periods that contain now, each category with all below it; a null category is products without one.
create table agg_category_performance (
  category_id uuid,
  period varchar(20) not null check (period in ('today', 'week', 'month', 'quarter', 'year')),
  period_start date not null,
  revenue numeric not null,
  costed_revenue numeric not null,
  profit numeric not null,
  units_sold bigint not null,
  updated_at timestamptz not null default now(),
  unique nulls not distinct (category_id, period, period_start)
);

-- What the aggregates were last built from: every change committed before as_of is in them. One row.
create table precompute_state (
  only_row boolean primary key default true check (only_row),
  -- Null until the first build.
  as_of timestamptz,
  time_zone text,
  -- The business clock at that moment: where the running periods of agg_category_performance end.
  periods_end timestamptz,
  -- As in ISO 8601: 1 is Monday, 7 is Sunday.
  week_start smallint,
  updated_at timestamptz not null default now()
);
insert into precompute_state default values;
