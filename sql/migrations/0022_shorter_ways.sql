-- How many customers each segment has, as mv_customer_segments has them: another small view of it, refreshed with it and
-- described by its row of view_state. null is without a segment.
create materialized view mv_customer_counts as
select segment, count(*) as customers from mv_customer_segments group by segment;
create unique index idx_mv_customer_counts on mv_customer_counts (segment) nulls not distinct;

-- For lists of segments that few customers have.
create index idx_mv_customer_segments_segment on mv_customer_segments (segment);

-- What the orders and lines in some ranges come to. One statement a range, not one for orders and one for lines, because a third
-- of the time that a cut hour takes is planning.
create function sold_sums(
  ranges tstzmultirange,
  out revenue numeric, out line_revenue numeric, out costed_revenue numeric, out cost numeric, out orders bigint, out units bigint
) language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
  sold record;
begin
  revenue := 0;
  line_revenue := 0;
  costed_revenue := 0;
  cost := 0;
  orders := 0;
  units := 0;
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    select coalesce(sum(o.revenue), 0) as revenue, coalesce(sum(l.revenue), 0) as line_revenue,
      coalesce(sum(l.costed_revenue), 0) as costed_revenue, coalesce(sum(l.cost), 0) as cost,
      count(*) filter (where not o.is_return) as orders, coalesce(sum(l.units), 0) as units
      into sold
      from sold_orders o
      cross join lateral (
        select sum(i.revenue) as revenue, sum(i.costed_revenue) as costed_revenue, sum(i.cost) as cost, sum(i.units) as units
        from every_line_sums i
        where i.order_id = o.id and i.order_date = o.order_date and i.order_date >= lo and i.order_date < hi
      ) l
      where o.order_date >= lo and o.order_date < hi;
    revenue := revenue + sold.revenue;
    line_revenue := line_revenue + sold.line_revenue;
    costed_revenue := costed_revenue + sold.costed_revenue;
    cost := cost + sold.cost;
    orders := orders + sold.orders;
    units := units + sold.units;
  end loop;
end
$$;

-- What the shop sold in the range that cover tells, a row of hour_cover: of what aggregates have, whole months from those of
-- sales reps, of which a shop has fewer than a month has hours, and the rest from hours.
create function shop_sums(
  cover record, zone text,
  out revenue numeric, out line_revenue numeric, out costed_revenue numeric, out cost numeric, out orders bigint, out units bigint
) language plpgsql stable parallel safe as $$
declare
  hours tstzmultirange := tstzmultirange(tstzrange(cover.first, cover.last)) - cover.base;
  months datemultirange := '{}';
  base tstzmultirange := cover.base;
  lo timestamptz;
  hi timestamptz;
  first_month date;
  last_month date;
begin
  for lo, hi in select lower(r), upper(r) from unnest(hours) r loop
    first_month := date_trunc('month', day_of(lo, zone)::timestamp);
    if day_start(first_month, zone) < lo then
      first_month := first_month + interval '1 month';
    end if;
    last_month := date_trunc('month', day_of(hi, zone)::timestamp);
    if first_month < last_month then
      months := months + datemultirange(daterange(first_month, last_month));
      hours := hours - tstzmultirange(tstzrange(day_start(first_month, zone), day_start(last_month, zone)));
    end if;
  end loop;
  select coalesce(sum(s.revenue), 0), coalesce(sum(s.line_revenue), 0), coalesce(sum(s.costed_revenue), 0),
    coalesce(sum(s.cost), 0), coalesce(sum(s.orders), 0), coalesce(sum(s.units), 0)
    into revenue, line_revenue, costed_revenue, cost, orders, units
    from (
      select a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.orders::bigint, a.units
      from unnest(months) m
      join agg_order_monthly a on a.month >= lower(m) and a.month < upper(m)
      union all
      select a.revenue, a.line_revenue, a.costed_revenue, a.cost, a.order_count, a.units
      from unnest(hours) h
      join agg_hourly_metrics a on a.metric_hour >= lower(h) and a.metric_hour < upper(h)
      union all
      select b.revenue, b.line_revenue, b.costed_revenue, b.cost, b.orders, b.units
      from sold_sums(base) b
    ) s;
end
$$;

-- How many of the customers have no order before an instant that passes the filters. Few are looked up by index, month by month
-- until one is found; where they are one for 200 orders or more, it is quicker to go through all orders.
create function new_among(customers uuid[], before timestamptz, reps uuid[], segments text[], products uuid[]) returns bigint
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  every_order_count float8;
begin
  select sum(greatest(c.reltuples, 0)) into every_order_count
    from pg_partition_tree('orders') t join pg_class c on c.oid = t.relid where t.isleaf;
  if 200 * cardinality(customers) >= every_order_count then
    return (
      select count(*)
      from unnest(customers) customer
      where not exists (
        select from orders_matching(tstzmultirange(tstzrange('1969-12-30Z', before)), reps, segments, products) o
        where o.customer_id = customer and not o.is_return
      )
    );
  end if;
  return (
    select count(*)
    from unnest(customers) customer
    where (
      -- With a limit, because Postgres would turn what asks for existence alone into a join with all orders.
      select true
      from sold_orders o
      where o.customer_id = customer and o.order_date < before and not o.is_return
        and (reps is null or is_among(o.sales_rep_id, reps))
        and (segments is null or is_among(o.customer_segment::text, segments))
        and (products is null or exists (
          select from every_line i
          where i.order_id = o.id and i.order_date = o.order_date and i.product_id = any (products) and i.order_date < before
        ))
      limit 1
    ) is null
  );
end
$$;
