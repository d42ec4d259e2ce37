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

-- The same of products' lines. Orders are right for one product alone: one order may hold several.
create function product_trend(cover record, bounds timestamptz[], zone text, products uuid[])
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
      from agg_product_monthly a
      where a.month >= first_month and a.month < last_month and a.product_id = any (products)
      union all
      select 1 + width_bucket(a.day, starts), a.revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_product_daily a
      where a.day >= first_day and a.day < first_month and a.product_id = any (products)
      union all
      select 1 + width_bucket(a.day, starts), a.revenue, a.costed_revenue, a.cost, a.orders, a.units
      from agg_product_daily a
      where a.day >= last_month and a.day < last_day and a.product_id = any (products)
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
