-- What questions over time read under filters: sums by bucket. Buckets are consecutive and given by their bounds, the last
-- one being the end; those of days, weeks or months begin with a day, but for the first, whose beginning may be cut off.
-- Planned for the range and the filters that they are asked for, as rep_sums and product_sums are.

-- The days that all buckets but the first begin with.
create function bucket_days(bounds timestamptz[], zone text) returns date[] language sql stable parallel safe as $$
  select coalesce(array_agg((bound at time zone zone)::date order by bound), '{}')
  from unnest(bounds[2:cardinality(bounds) - 1]) bound
$$;

-- Whether buckets that begin with these days may be summed from whole months: none of them ends inside of one.
create function are_months(starts date[]) returns boolean language sql immutable parallel safe as $$
  select not exists (select from unnest(starts) day where extract(day from day) <> 1)
$$;

-- Of the range that cover tells, a row of day_cover: whole days from the aggregates, and whole months where no bucket is
-- shorter, with the changes of touched days, and what is cut off from the orders and lines. null reps or segments are all of
-- them.
create function rep_trend(cover record, bounds timestamptz[], zone text, reps uuid[], segments text[])
returns table (bucket integer, revenue numeric, costed_revenue numeric, cost numeric, orders bigint, units bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  first_day date := cover.first_day;
  last_day date := cover.last_day;
  first_month date := cover.first_month;
  last_month date := cover.last_month;
  touched_days datemultirange := cover.touched_days;
  edges tstzmultirange := cover.edges;
  starts date[] := bucket_days(bounds, zone);
begin
  if not are_months(starts) then
    first_month := last_day;
    last_month := last_day;
  end if;
  return query
    select s.bucket, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.orders)::bigint, sum(s.units)::bigint
    from (
      select 1 + width_bucket(a.month, starts) as bucket, a.revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_order_monthly a
      where a.month >= first_month and a.month < last_month
        and (reps is null or is_among(a.sales_rep_id, reps))
        and (segments is null or is_among(a.customer_segment::text, segments))
      union all
      select 1 + width_bucket(a.day, starts), a.revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_order_daily a
      where a.day >= first_day and a.day < first_month
        and (reps is null or is_among(a.sales_rep_id, reps))
        and (segments is null or is_among(a.customer_segment::text, segments))
      union all
      select 1 + width_bucket(a.day, starts), a.revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_order_daily a
      where a.day >= last_month and a.day < last_day
        and (reps is null or is_among(a.sales_rep_id, reps))
        and (segments is null or is_among(a.customer_segment::text, segments))
      union all
      select 1 + width_bucket(c.day, starts), c.revenue, c.costed_revenue, c.cost, c.orders, c.units
      from rep_changes(touched_days, zone) c
      where (reps is null or is_among(c.sales_rep_id, reps))
        and (segments is null or is_among(c.customer_segment::text, segments))
      union all
      select width_bucket(o.order_date, bounds), o.revenue, 0, 0, (not o.is_return)::integer, 0
      from orders_matching(edges, reps, segments, null) o
      union all
      select width_bucket(l.order_date, bounds), 0, l.costed_revenue, l.cost, 0, l.units
      from lines_matching(edges, reps, segments, null) l
    ) s
    group by s.bucket;
end
$$;

-- What products brought in whole months, named by their first days, and on the whole days around them; of days only revenue and
-- orders, without with_lines. A product's days lie pages apart, and those of many products on the same pages: by bitmap, each
-- page is read once.
create function product_days(
  first_day date, last_day date, first_month date, last_month date, products uuid[], with_lines boolean
) returns table (day date, revenue numeric, costed_revenue numeric, cost numeric, orders bigint, units bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan set enable_indexscan = off as $$
begin
  return query
    select a.month, sum(a.revenue), sum(a.costed_revenue), sum(a.cost), sum(a.orders), sum(a.units)::bigint
    from agg_product_monthly a
    where a.month >= first_month and a.month < last_month and a.product_id = any (products)
    group by a.month;
  return query
    select a.day, sum(a.revenue), sum(case when with_lines then a.costed_revenue end),
      sum(case when with_lines then a.cost end), sum(a.orders), sum(case when with_lines then a.units end)::bigint
    from agg_product_daily a
    where (a.day >= first_day and a.day < first_month or a.day >= last_month and a.day < last_day)
      and a.product_id = any (products)
    group by a.day;
end
$$;

-- As rep_trend, of products' lines. Orders are right for one product alone: one order may hold several. Without with_lines,
-- only revenue and orders are.
create function product_trend(cover record, bounds timestamptz[], zone text, products uuid[], with_lines boolean)
returns table (bucket integer, revenue numeric, costed_revenue numeric, cost numeric, orders bigint, units bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  first_day date := cover.first_day;
  last_day date := cover.last_day;
  first_month date := cover.first_month;
  last_month date := cover.last_month;
  touched_days datemultirange := cover.touched_days;
  edges tstzmultirange := cover.edges;
  starts date[] := bucket_days(bounds, zone);
begin
  if not are_months(starts) then
    first_month := last_day;
    last_month := last_day;
  end if;
  return query
    select s.bucket, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.orders)::bigint, sum(s.units)::bigint
    from (
      select 1 + width_bucket(d.day, starts) as bucket, d.revenue, d.costed_revenue, d.cost, d.orders, d.units
      from product_days(first_day, last_day, first_month, last_month, products, with_lines) d
      union all
      select 1 + width_bucket(c.day, starts), c.revenue, c.costed_revenue, c.cost, c.orders, c.units
      from product_changes(touched_days, zone) c
      where c.product_id = any (products)
      union all
      select width_bucket(l.order_date, bounds), l.revenue, l.costed_revenue, l.cost,
        -- An order may hold a product in several lines.
        (row_number() over (partition by l.product_id, l.order_id) = 1 and not l.is_return)::integer, l.units
      from lines_matching(edges, null, null, products) l
    ) s
    group by s.bucket;
end
$$;
