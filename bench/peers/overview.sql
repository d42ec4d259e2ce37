-- What the peers answer from: the brief's own view of days, and the figures of a period to date beside those of the same span before.
create schema peers;

-- The bench fills it.
create table peers.shop (business_now timestamptz not null, zone text not null);

create type peers.range as (start_date timestamptz, end_date timestamptz);

create type peers.figures as (
  total_revenue float8, total_orders integer, average_order_value float8, customers integer
);

create type peers.overview as (
  total_revenue float8, total_orders integer, average_order_value float8, customers integer, growth_rate float8,
  revenue_change float8, order_change integer, range peers.range, previous peers.figures
);

create function peers.figures_of(first_day date, last_day date) returns peers.figures language sql stable as $$
  select (
    coalesce(sum(total_revenue), 0)::float8, coalesce(sum(order_count), 0)::integer,
    (sum(total_revenue) / sum(order_count))::float8, coalesce(sum(unique_customers), 0)::integer
  )::peers.figures
  from brief.mv_daily_sales where sale_date between first_day and last_day
$$;

create function peers.sales_overview(period text) returns peers.overview language sql stable as $$
  select (
    (now).total_revenue, (now).total_orders, (now).average_order_value, (now).customers,
    ((now).total_revenue - (before).total_revenue) / nullif(abs((before).total_revenue), 0),
    (now).total_revenue - (before).total_revenue, (now).total_orders - (before).total_orders,
    (first_day::timestamp at time zone zone, business_now)::peers.range, before
  )::peers.overview
  from (
    select *, peers.figures_of(first_day, today) as now,
      peers.figures_of((first_day - step)::date, (today - step)::date) as before
    from (
      select zone, business_now, (business_now at time zone zone)::date as today, ('1 ' || lower(period))::interval as step,
        date_trunc(lower(period), business_now at time zone zone)::date as first_day
      from peers.shop
    ) days
  ) both_ranges
$$;

-- The same as GraphQL names it.
create function peers.card(period text) returns json language sql stable as $$
  select json_build_object(
    'totalRevenue', o.total_revenue, 'totalOrders', o.total_orders, 'averageOrderValue', o.average_order_value,
    'customers', o.customers, 'growthRate', o.growth_rate, 'revenueChange', o.revenue_change, 'orderChange', o.order_change,
    'range', json_build_object('startDate', (o.range).start_date, 'endDate', (o.range).end_date),
    'previous', json_build_object(
      'totalRevenue', (o.previous).total_revenue, 'totalOrders', (o.previous).total_orders,
      'averageOrderValue', (o.previous).average_order_value, 'customers', (o.previous).customers
    )
  )
  from peers.sales_overview(period) o
$$;

-- PostGraphile refuses tables without columns.
comment on table precompute_lock is '@omit';
comment on table view_lock is '@omit';
