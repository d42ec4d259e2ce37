-- What of a range a question reads from the aggregates, and what from the orders and lines themselves. An hour (or day) is
-- read from an aggregate where it lies wholly inside the range and is not touched. The ends that the range cuts off, and
-- what is touched, are read from the tables by the same statement, in the same snapshot: so answers are exact before the
-- drain too, and as of that snapshot.

create index idx_touched_at on touched (at);
create index idx_touched_range on touched using gist (tstzrange(at, until)) where kind = 'range';

-- The hours of [lo, hi), both on the bounds of an hour, that are touched; null where they are more than 48: to read all of
-- that from the tables would take too long. It goes from hour to hour by index, however long the log is.
create function touched_hours(lo timestamptz, hi timestamptz, zone text) returns tstzmultirange
language plpgsql stable parallel safe
-- A plan made while the log was empty would read all of a long one.
set enable_seqscan = off
as $$
declare
  hours tstzmultirange := '{}';
  instant timestamptz := lo;
  hour_over timestamptz;
begin
  for hour in 0..48 loop
    if not exists (select from touched where kind = 'range' and tstzrange(at, until) @> instant) then
      select min(at) into instant from touched where at >= instant and at < hi;
    end if;
    if instant is null or instant >= hi then
      return hours;
    end if;
    hour_over := hour_end(instant, zone);
    hours := hours + tstzmultirange(tstzrange(hour_start(instant, zone), hour_over));
    instant := hour_over;
  end loop;
  return null;
end
$$;

-- Of a question's range that ends with hi: the whole buckets are [first, last), and some hours of them touched. cut is the
-- last bound of a bucket in the range and uncut the first bound that is not before hi: a bucket that the range cuts while
-- nothing was sold in the rest of it is whole, as nearly always the one that ends now. last is null where nothing is
-- covered: where no bucket is whole, or nothing is built for this zone. Where too much is touched, the aggregates are read
-- as they are and as_of is theirs.
create function covered(
  first timestamptz, cut timestamptz, uncut timestamptz, hi timestamptz, zone text,
  out last timestamptz, out hours tstzmultirange, out as_of timestamptz
) language plpgsql stable parallel safe as $$
declare
  built timestamptz;
begin
  select state.as_of into built from precompute_state state where state.time_zone = zone;
  as_of := snapshot_as_of();
  last := cut;
  if cut < uncut and not exists (
    select from completed_orders o where o.order_date >= hi and o.order_date < uncut
  ) then
    last := uncut;
  end if;
  if built is null or first >= last then
    last := null;
    return;
  end if;
  hours := touched_hours(first, last, zone);
  if hours is not null then
    return;
  end if;
  -- What the aggregates hold may have been sold after hi and deleted since, so that the bucket that was cut is cut again.
  if first >= cut then
    last := null;
    return;
  end if;
  last := cut;
  hours := '{}';
  as_of := built;
end
$$;

-- The hours [first, last) are whole. Those whose start lies in base are touched; base also has the ends cut off.
create function hour_cover(
  lo timestamptz, hi timestamptz, zone text,
  out first timestamptz, out last timestamptz, out base tstzmultirange, out as_of timestamptz
) language plpgsql stable parallel safe as $$
declare
  range tstzmultirange := tstzmultirange(tstzrange(lo, hi));
  cut timestamptz := hour_start(hi, zone);
  hours tstzmultirange;
begin
  first := case when hour_start(lo, zone) = lo then lo else hour_end(lo, zone) end;
  select c.last, c.hours, c.as_of into last, hours, as_of
    from covered(first, cut, case when cut = hi then hi else hour_end(hi, zone) end, hi, zone) c;
  if last is null then
    first := hi;
    last := hi;
    base := range;
  else
    base := range - tstzmultirange(tstzrange(first, last)) + range * hours;
  end if;
end
$$;

-- The days [first_day, last_day) are whole, and of these [first_month, last_month) whole months; where there are none, both
-- are last_day. edges are the ends cut off. Of touched days the aggregates hold all but what the functions below tell.
create function day_cover(
  lo timestamptz, hi timestamptz, zone text,
  out first_day date, out last_day date, out first_month date, out last_month date, out touched_days datemultirange,
  out edges tstzmultirange, out as_of timestamptz
) language plpgsql stable parallel safe as $$
declare
  cut timestamptz;
  last timestamptz;
  hours tstzmultirange;
begin
  first_day := day_of(lo, zone);
  if day_start(first_day, zone) < lo then
    first_day := first_day + 1;
  end if;
  last_day := day_of(hi, zone);
  cut := day_start(last_day, zone);
  select c.last, c.hours, c.as_of into last, hours, as_of
    from covered(
      day_start(first_day, zone), cut, case when cut = hi then hi else day_start(last_day + 1, zone) end, hi, zone
    ) c;
  edges := tstzmultirange(tstzrange(lo, hi));
  touched_days := '{}';
  if last is null then
    last_day := first_day;
  else
    last_day := day_of(last, zone);
    edges := edges - tstzmultirange(tstzrange(day_start(first_day, zone), last));
    select coalesce(range_agg(daterange(
        day_of(lower(hour), zone), day_of(upper(hour) - interval '1 microsecond', zone), '[]'
      )), '{}')
      into touched_days
      from unnest(hours) hour;
  end if;
  first_month := date_trunc('month', first_day + interval '1 month' - interval '1 day');
  last_month := date_trunc('month', last_day::timestamp);
  if first_month >= last_month then
    first_month := last_day;
    last_month := last_day;
  end if;
end
$$;

-- What counts in each of the ranges. Each range is planned by itself: then only its months are looked into, with a plan that
-- fits its length.
create function orders_in(ranges tstzmultirange) returns setof completed_orders
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
begin
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    return query select * from completed_orders o where o.order_date >= lo and o.order_date < hi;
  end loop;
end
$$;

create function lines_in(ranges tstzmultirange) returns setof completed_lines
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
begin
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    return query select * from completed_lines l
      where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi;
  end loop;
end
$$;

-- Whether all of [lo, hi) counts as touched, rather than what the log names in it: it names none of a touched range, and
-- where it names very many, to look at each would take longer.
create function touched_wholly(lo timestamptz, hi timestamptz) returns boolean
language sql stable parallel safe set enable_seqscan = off as $$
  select exists (select from touched where kind = 'range' and tstzrange(at, until) && tstzrange(lo, hi))
    or (select count(*) from (select from touched where at >= lo and at < hi limit 5001) log) > 5000
$$;

-- What agg_product_daily lacks on touched days: the lines of the products touched there, less what it holds of them. The
-- log names products with lines, and with orders those of their lines.
create function product_changes(days datemultirange, zone text)
returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders integer)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  touched_day date;
  lo timestamptz;
  hi timestamptz;
  named uuid[];
begin
  for touched_day in
    select d::date from unnest(days) r cross join generate_series(lower(r), upper(r) - 1, interval '1 day') d
  loop
    lo := day_start(touched_day, zone);
    hi := day_start(touched_day + 1, zone);
    named := case when not touched_wholly(lo, hi) then array(
      select t.product_id from touched t where t.kind = 'line' and t.at >= lo and t.at < hi
      union
      select i.product_id
      from touched t
      join order_items i on i.order_id = t.order_id and i.order_date = t.at
      where t.kind = 'order' and t.at >= lo and t.at < hi and i.order_date >= lo and i.order_date < hi
    ) end;
    return query
      select l.product_id, l.revenue, l.costed_revenue, l.cost, l.units::bigint, (not l.is_return)::integer
      from completed_lines l
      where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi
        and (named is null or l.product_id = any (named));
    return query
      select a.product_id, -a.revenue, -a.costed_revenue, -a.cost, -a.units, -a.orders
      from agg_product_daily a
      where a.day = touched_day and (named is null or a.product_id = any (named));
  end loop;
end
$$;

-- Where agg_customer_daily is behind on touched days: 1 for a customer who is active on a day there, -1 for one who is not
-- any more.
create function activity_changes(days datemultirange, zone text)
returns table (customer_id uuid, day date, change integer)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  touched_day date;
  lo timestamptz;
  hi timestamptz;
begin
  for touched_day in
    select d::date from unnest(days) r cross join generate_series(lower(r), upper(r) - 1, interval '1 day') d
  loop
    lo := day_start(touched_day, zone);
    hi := day_start(touched_day + 1, zone);
    if touched_wholly(lo, hi) then
      return query
        select coalesce(was.customer_id, now.customer_id), touched_day, case when was.customer_id is null then 1 else -1 end
        from (
          select a.customer_id from agg_customer_daily a where a.day = touched_day and a.orders > 0
        ) was
        full join (
          select distinct o.customer_id from completed_orders o
          where o.order_date >= lo and o.order_date < hi and o.customer_id is not null and not o.is_return
        ) now using (customer_id)
        where was.customer_id is null or now.customer_id is null;
    else
      return query
        select named.customer_id, touched_day, now.active::integer - was.active::integer
        from (
          select distinct t.customer_id from touched t
          where t.kind = 'order' and t.at >= lo and t.at < hi and t.customer_id is not null
        ) named
        cross join lateral (
          select exists (
            select from agg_customer_daily a
            where a.customer_id = named.customer_id and a.day = touched_day and a.orders > 0
          ) as active
        ) was
        cross join lateral (
          select exists (
            select from completed_orders o
            where o.customer_id = named.customer_id and o.order_date >= lo and o.order_date < hi and not o.is_return
          ) as active
        ) now
        where now.active <> was.active;
    end if;
  end loop;
end
$$;
