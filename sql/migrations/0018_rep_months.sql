-- Months of sales reps by segment, as of products: over a year, nearly all of what agg_order_daily would be read for.

create table agg_order_monthly (
  month date not null,
  sales_rep_id uuid,
  customer_segment varchar(50),
  revenue numeric not null,
  line_revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  orders integer not null,
  units bigint not null,
  unique nulls not distinct (month, sales_rep_id, customer_segment)
);

-- No drain writes days meanwhile: what they hold is in their months from here on.
lock table precompute_lock in exclusive mode;
insert into agg_order_monthly
  select date_trunc('month', day::timestamp)::date, sales_rep_id, customer_segment, sum(revenue), sum(line_revenue),
    sum(costed_revenue), sum(cost), sum(orders), sum(units)
  from agg_order_daily
  group by 1, 2, 3;

-- What sales reps brought, one row a rep and segment: what questions about profit, and about who sold and to whom, have in
-- common. Planned for the range and the filters that it is asked for. null reps or segments are all of them.
--
-- Of the range that cover tells, a row of day_cover: whole months and days from the aggregates, with the changes of touched
-- days, and what is cut off from the orders and lines.
create function rep_sums(cover record, zone text, reps uuid[], segments text[])
returns table (
  sales_rep_id uuid, customer_segment varchar, revenue numeric, line_revenue numeric, costed_revenue numeric, cost numeric,
  orders bigint, units bigint
)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  first_day date := cover.first_day;
  last_day date := cover.last_day;
  first_month date := cover.first_month;
  last_month date := cover.last_month;
  touched_days datemultirange := cover.touched_days;
  edges tstzmultirange := cover.edges;
begin
  return query
    select s.sales_rep_id, s.customer_segment, sum(s.revenue), sum(s.line_revenue), sum(s.costed_revenue), sum(s.cost),
      sum(s.orders)::bigint, sum(s.units)::bigint
    from (
      select a.sales_rep_id, a.customer_segment, a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_order_monthly a
      where a.month >= first_month and a.month < last_month
        and (reps is null or is_among(a.sales_rep_id, reps))
        and (segments is null or is_among(a.customer_segment::text, segments))
      union all
      select a.sales_rep_id, a.customer_segment, a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_order_daily a
      where a.day >= first_day and a.day < first_month
        and (reps is null or is_among(a.sales_rep_id, reps))
        and (segments is null or is_among(a.customer_segment::text, segments))
      union all
      select a.sales_rep_id, a.customer_segment, a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_order_daily a
      where a.day >= last_month and a.day < last_day
        and (reps is null or is_among(a.sales_rep_id, reps))
        and (segments is null or is_among(a.customer_segment::text, segments))
      union all
      select c.sales_rep_id, c.customer_segment, c.revenue, c.line_revenue, c.costed_revenue, c.cost, c.orders, c.units
      from rep_changes(touched_days, zone) c
      where (reps is null or is_among(c.sales_rep_id, reps))
        and (segments is null or is_among(c.customer_segment::text, segments))
      union all
      select o.sales_rep_id, o.customer_segment, o.revenue, 0, 0, 0, (not o.is_return)::integer, 0
      from orders_matching(edges, reps, segments, null) o
      union all
      select l.sales_rep_id, l.customer_segment, 0, l.revenue, l.costed_revenue, l.cost, 0, l.units
      from lines_matching(edges, reps, segments, null) l
    ) s
    group by s.sales_rep_id, s.customer_segment;
end
$$;
