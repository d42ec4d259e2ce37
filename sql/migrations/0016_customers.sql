-- What questions about customers read besides the aggregates themselves.

-- As before, but for behind: whether too much of what the question reads is touched, so that the aggregates are read as they
-- are. Else the range decides that for itself. A question that compares ranges decides once, or one would be as of the last
-- drain, and the other of now.
drop function hour_cover, day_cover, covered;

create function covered(
  first timestamptz, cut timestamptz, uncut timestamptz, hi timestamptz, zone text, behind boolean,
  out last timestamptz, out hours tstzmultirange, out as_of timestamptz
) language plpgsql stable parallel safe as $$
declare
  built timestamptz;
begin
  select state.as_of into built from precompute_state state where state.time_zone = zone;
  as_of := snapshot_as_of();
  last := cut;
  if cut < uncut and not exists (
    select from sold_orders o where o.order_date >= hi and o.order_date < uncut
  ) then
    last := uncut;
  end if;
  if built is null or first >= last then
    last := null;
    return;
  end if;
  if not behind then
    hours := touched_hours(first, last, zone);
    if hours is not null then
      return;
    end if;
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

create function hour_cover(
  lo timestamptz, hi timestamptz, zone text, behind boolean default false,
  out first timestamptz, out last timestamptz, out base tstzmultirange, out as_of timestamptz
) language plpgsql stable parallel safe as $$
declare
  range tstzmultirange := tstzmultirange(tstzrange(lo, hi));
  cut timestamptz := hour_start(hi, zone);
  hours tstzmultirange;
begin
  first := case when hour_start(lo, zone) = lo then lo else hour_end(lo, zone) end;
  select c.last, c.hours, c.as_of into last, hours, as_of
    from covered(first, cut, case when cut = hi then hi else hour_end(hi, zone) end, hi, zone, behind) c;
  if last is null then
    first := hi;
    last := hi;
    base := range;
  else
    base := range - tstzmultirange(tstzrange(first, last)) + range * hours;
  end if;
end
$$;

create function day_cover(
  lo timestamptz, hi timestamptz, zone text, behind boolean default false,
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
      day_start(first_day, zone), cut, case when cut = hi then hi else day_start(last_day + 1, zone) end, hi, zone,
      behind
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

-- Whether too much is touched in one of two ranges that are compared, in whatever hours their covers read.
create function is_behind(
  lo timestamptz, hi timestamptz, other_lo timestamptz, other_hi timestamptz, zone text
) returns boolean language plpgsql stable parallel safe as $$
begin
  return touched_hours(lo, day_start(day_of(hi - interval '1 microsecond', zone) + 1, zone), zone) is null
    or touched_hours(other_lo, day_start(day_of(other_hi - interval '1 microsecond', zone) + 1, zone), zone) is null;
end
$$;

-- Sorted by the day before, for the ranges that begin inside a month.
create index idx_agg_activity_daily_prev_day on agg_activity_daily (prev_day, day);

-- How many customers agg_activity_daily has on each of the days [first_day, last_day). It has a row for each day before, so
-- where no drain has changed the month since mv_daily_sales was refreshed, what that holds is taken instead. ('shop' is
-- touched by what changes aggregates apart from drains; the next one notes it.)
create function active_on_days(first_day date, last_day date) returns table (day date, customers bigint)
language plpgsql stable parallel safe as $$
declare
  changed date[] := (
    select array(select g.month from generations g where g.tag = 'sales_trends' and g.generation > v.generation)
    from view_state v
    join precompute_state p using (time_zone)
    where v.name = 'mv_daily_sales' and not exists (select from touched t where t.at is null and t.kind = 'shop')
  );
begin
  if changed is null or '-infinity' = any (changed) then
    changed := array(
      select m::date from generate_series(date_trunc('month', first_day::timestamp), last_day - 1, interval '1 month') m
    );
  end if;
  return query
    select v.sale_date, v.unique_customers
    from mv_daily_sales v
    where v.sale_date >= first_day and v.sale_date < last_day
      and date_trunc('month', v.sale_date::timestamp)::date <> all (changed)
    union all
    select d.day, d.customers
    from unnest(changed) month
    cross join lateral (
      select a.day, sum(a.customers) as customers
      from agg_activity_daily a
      where month <> 'infinity' and a.day >= greatest(month, first_day)
        and a.day < least((month + interval '1 month')::date, last_day)
      group by a.day
    ) d;
end
$$;

-- How many of the links of agg_activity_daily lie on the days [first_day, last_day) and follow a day of [since, before). Day by
-- day, so that an index finds just these: by the day itself, or by the day before, whichever are fewer.
create function links_on_days(first_day date, last_day date, since date, before date) returns bigint
language sql stable parallel safe as $$
  select coalesce(sum(l.customers), 0)::bigint
  from (select last_day - first_day <= before - since as by_day) way
  cross join lateral generate_series(0, case when by_day then last_day - first_day else before - since end - 1) n
  cross join lateral (
    select sum(a.customers) as customers
    from agg_activity_daily a
    where by_day and a.day = first_day + n and a.prev_day >= since and a.prev_day < before
    union all
    select sum(a.customers)
    from agg_activity_daily a
    where not by_day and a.prev_day = since + n and a.day >= first_day and a.day < last_day
  ) l
$$;

-- How many different customers agg_activity_* have on the days [first_day, last_day). Each is counted on the first of these
-- days: the one whose day before lies outside of them. Whole months are counted by months, and the days around them by
-- what they have in all less what follows a day of the range, or by what follows a day before it, whichever is less to read.
create function active_customers(first_day date, last_day date) returns bigint
language plpgsql stable parallel safe as $$
declare
  cut date := date_trunc('month', first_day::timestamp);
  first_month date := date_trunc('month', first_day + interval '1 month - 1 day');
  last_month date := date_trunc('month', last_day::timestamp);
  earliest date;
  days bigint;
begin
  if first_month >= last_month then
    select coalesce(sum(a.customers), 0) into days from active_on_days(first_day, last_day) a;
    return days - links_on_days(first_day, last_day, first_day, last_day);
  end if;
  select min(a.day) into earliest from agg_activity_daily a;
  return (
    -- A month that follows the one that first_day cuts may have customers from either side of it.
    select coalesce(sum(a.customers), 0)
    from agg_activity_monthly a
    where a.month >= first_month and a.month < last_month and (a.prev_month is null or a.prev_month < cut)
  ) + case
      when first_day - cut <= first_month - first_day then links_on_days(first_month, last_month, cut, first_day)
      else (
        select coalesce(sum(a.customers), 0)
        from agg_activity_monthly a
        where a.month >= first_month and a.month < last_month and a.prev_month = cut
      ) - links_on_days(first_month, last_month, first_day, first_month)
    end
    + case when first_day < first_month then (
      select coalesce(sum(a.customers), 0) from active_on_days(first_day, first_month) a
    ) - links_on_days(first_day, first_month, first_day, first_month) else 0 end
    + case
      when last_month = last_day then 0
      when first_day - earliest < 2 * (last_month - first_day) then (
        select coalesce(sum(a.customers), 0)
        from agg_activity_daily a
        where a.prev_day is null and a.day >= last_month and a.day < last_day
      ) + links_on_days(last_month, last_day, earliest, first_day)
      else (
        select coalesce(sum(a.customers), 0) from active_on_days(last_month, last_day) a
      ) - links_on_days(last_month, last_day, first_day, last_day)
    end;
end
$$;

-- By how many days customers were active in a range beside those that agg_customer_daily has there: on the ends that the range
-- cuts off, where each order is one, and on touched days, less where it has days that are gone.
create function activity_beside(touched_days datemultirange, edges tstzmultirange, zone text)
returns table (customer_id uuid, days bigint)
language sql stable parallel safe as $$
  select beside.customer_id, sum(beside.days)
  from (
    select c.customer_id, c.change as days from activity_changes(touched_days, zone) c
    union all
    select o.customer_id, 1 from orders_in(edges) o where o.customer_id is not null and not o.is_return
  ) beside
  group by beside.customer_id
  having sum(beside.days) <> 0
$$;

-- How many different customers ordered in [lo, hi): what the aggregates count, put right customer by customer. Of a customer's
-- days no more are counted than it takes to tell.
create function customers_in(
  lo timestamptz, hi timestamptz, zone text, behind boolean, out customers bigint, out as_of timestamptz
)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  cover record;
begin
  select * into cover from day_cover(lo, hi, zone, behind);
  as_of := cover.as_of;
  customers := active_customers(cover.first_day, cover.last_day);
  if cover.touched_days <> '{}' or cover.edges <> '{}' then
    select customers + coalesce(sum((known.days + b.days > 0)::integer - (known.days > 0)::integer), 0)
      into customers
      from activity_beside(cover.touched_days, cover.edges, zone) b
      cross join lateral (
        select count(*) as days
        from (
          select from agg_customer_daily a
          where a.customer_id = b.customer_id and a.day >= cover.first_day and a.day < cover.last_day and a.orders > 0
          limit 1 + greatest(-b.days, 0)
        ) few
      ) known;
  end if;
end
$$;

-- How many customers were active both on the days [first_day, last_day) and on [other_first, other_last). On the first day of a
-- range the day before lies outside of it, so each customer has one such day there. These days are looked for by pages of
-- the table and not one by one: they lie all over it.
create function customers_on_both_days(first_day date, last_day date, other_first date, other_last date) returns bigint
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan set enable_indexscan = off as $$
declare
  customers bigint;
begin
  select count(*) into customers
    from (
      select a.customer_id
      from agg_customer_daily a
      where a.day >= first_day and a.day < last_day and a.orders > 0 and (a.prev_day is null or a.prev_day < first_day)
    ) ones
    join (
      select b.customer_id
      from agg_customer_daily b
      where b.day >= other_first and b.day < other_last and b.orders > 0
        and (b.prev_day is null or b.prev_day < other_first)
    ) others using (customer_id);
  return customers;
end
$$;

-- How many customers ordered in both of two ranges, as the aggregates have them and put right in the same way.
create function customers_in_both(
  lo timestamptz, hi timestamptz, other_lo timestamptz, other_hi timestamptz, zone text, behind boolean
) returns bigint
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  one record;
  other record;
begin
  select * into one from day_cover(lo, hi, zone, behind);
  select * into other from day_cover(other_lo, other_hi, zone, behind);
  return customers_on_both_days(one.first_day, one.last_day, other.first_day, other.last_day) + (
    select coalesce(sum(
        (known.days + beside.days > 0 and known.other_days + beside.other_days > 0)::integer
          - (known.days > 0 and known.other_days > 0)::integer
      ), 0)
    from (
      select customer_id, coalesce(a.days, 0) as days, coalesce(b.days, 0) as other_days
      from activity_beside(one.touched_days, one.edges, zone) a
      full join activity_beside(other.touched_days, other.edges, zone) b using (customer_id)
    ) beside
    cross join lateral (
      select
        (
          select count(*)
          from (
            select from agg_customer_daily a
            where a.customer_id = beside.customer_id and a.day >= one.first_day and a.day < one.last_day and a.orders > 0
            limit 1 + greatest(-beside.days, 0)
          ) few
        ) as days,
        (
          select count(*)
          from (
            select from agg_customer_daily a
            where a.customer_id = beside.customer_id and a.day >= other.first_day and a.day < other.last_day and a.orders > 0
            limit 1 + greatest(-beside.other_days, 0)
          ) few
        ) as other_days
    ) known
  );
end
$$;

-- The instants of days of the shop's calendar.
create function instants_of(days datemultirange, zone text) returns tstzmultirange
language sql stable parallel safe as $$
  select coalesce(range_agg(tstzrange(day_start(lower(d), zone), day_start(upper(d), zone))), '{}') from unnest(days) d
$$;

-- How many orders each customer placed in [lo, hi).
create function orders_by_customer(lo timestamptz, hi timestamptz, zone text, behind boolean)
returns table (customer_id uuid, orders bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  cover record;
begin
  select * into cover from day_cover(lo, hi, zone, behind);
  return query
    select placed.customer_id, sum(placed.orders)
    from (
      select a.customer_id, a.orders
      from agg_customer_daily a
      where a.day >= cover.first_day and a.day < cover.last_day and a.orders > 0 and not cover.touched_days @> a.day
      union all
      select o.customer_id, 1
      from orders_in(cover.edges + instants_of(cover.touched_days, zone)) o
      where o.customer_id is not null and not o.is_return
    ) placed
    group by placed.customer_id;
end
$$;

-- A row for each customer with completed orders or returns, over all time: what mv_customer_segments has of them. From the
-- orders alone:
create function customers_by_orders(zone text)
returns table (
  customer_id uuid, order_count numeric, total_spent numeric, first_order_date date, last_order_date date,
  total_profit numeric, costed_revenue numeric
)
language sql stable parallel safe as $$
  select sold.customer_id, sum(sold.orders), sum(sold.revenue), day_of(min(sold.ordered_at), zone),
    day_of(max(sold.ordered_at), zone), sum(sold.costed_revenue) - sum(sold.cost), sum(sold.costed_revenue)
  from (
    select o.customer_id, (not o.is_return)::integer as orders, o.revenue,
      case when not o.is_return then o.order_date end as ordered_at, 0 as costed_revenue, 0 as cost
    from sold_orders o
    union all
    select l.customer_id, 0, 0, null, l.costed_revenue, l.cost
    from sold_lines l
  ) sold
  where sold.customer_id is not null
  group by sold.customer_id
$$;

-- What of all time the aggregates have, past and future: no order lies outside.
create function all_time_cover(
  zone text, out first_day date, out last_day date, out touched_days datemultirange, out base tstzmultirange,
  out as_of timestamptz
) language sql stable parallel safe as $$
  select c.first_day, c.last_day, c.touched_days, c.edges + instants_of(c.touched_days, zone), c.as_of
  from day_cover('1969-12-30Z', '2101-01-05Z', zone) c
$$;

-- The same from agg_customer_daily, with the orders of touched days.
create function customers_by_days(zone text)
returns table (
  customer_id uuid, order_count numeric, total_spent numeric, first_order_date date, last_order_date date,
  total_profit numeric, costed_revenue numeric
)
language sql stable parallel safe as $$
  with cover as materialized (select * from all_time_cover(zone))
  select sold.customer_id, sum(sold.orders), sum(sold.revenue),
    least(min(sold.ordered_on), day_of(min(sold.ordered_at), zone)),
    greatest(max(sold.ordered_on), day_of(max(sold.ordered_at), zone)),
    sum(sold.costed_revenue) - sum(sold.cost), sum(sold.costed_revenue)
  from (
    select a.customer_id, a.orders, a.revenue, case when a.orders > 0 then a.day end as ordered_on,
      null::timestamptz as ordered_at, a.costed_revenue, a.cost
    from cover c
    join agg_customer_daily a on a.day >= c.first_day and a.day < c.last_day and not c.touched_days @> a.day
    union all
    select o.customer_id, (not o.is_return)::integer, o.revenue, null,
      case when not o.is_return then o.order_date end, 0, 0
    from cover c
    cross join lateral orders_in(c.base) o
    union all
    select l.customer_id, 0, 0, null, null, l.costed_revenue, l.cost
    from cover c
    cross join lateral lines_in(c.base) l
  ) sold
  where sold.customer_id is not null
  group by sold.customer_id
$$;

-- How many of the customers who ever ordered have each three scores, as mv_customer_segments gives them: from the days of
-- customers, or from the orders alone. While the view is missing.
create function scored_customers(from_days boolean, zone text)
returns table (
  recency_score integer, frequency_score integer, monetary_score integer, customers bigint, revenue numeric, orders numeric
)
language sql stable parallel safe as $$
  with bought as (
    select * from customers_by_days(zone) where from_days
    union all
    select * from customers_by_orders(zone) where not from_days
  ),
  scored as (
    select
      5 - 5 * (rank() over (order by last_order_date desc) - 1) / count(*) over () as recency_score,
      5 - 5 * (rank() over (order by order_count desc) - 1) / count(*) over () as frequency_score,
      5 - 5 * (rank() over (order by total_spent desc) - 1) / count(*) over () as monetary_score,
      total_spent, order_count
    from bought
    where order_count > 0
  )
  select s.recency_score::integer, s.frequency_score::integer, s.monetary_score::integer, count(*), sum(s.total_spent),
    sum(s.order_count)
  from scored s
  group by 1, 2, 3
$$;

-- Two small views of mv_customer_segments, refreshed with it and described by its row of view_state.

-- A row for each three scores that some customer has.
--   revenue  what these customers spent
--   orders   how many orders they placed
create materialized view mv_rfm_scores as
select recency_score, frequency_score, monetary_score, count(*) as customers, sum(total_spent) as revenue,
  sum(order_count) as orders
from mv_customer_segments
where order_count > 0
group by recency_score, frequency_score, monetary_score;
create unique index idx_mv_rfm_scores on mv_rfm_scores (recency_score, frequency_score, monetary_score);

-- Every thousandth of the customers who ever ordered, by what they spent: a customer's rank is that of the last one here who
-- is not behind, and as many more as lie between.
create materialized view mv_customer_ranks as
select rank, customer_id, total_spent
from (
  select row_number() over (order by total_spent desc, customer_id) as rank, customer_id, total_spent
  from mv_customer_segments
  where order_count > 0
) ranked
where rank % 1000 = 1;
create unique index idx_mv_customer_ranks on mv_customer_ranks (rank);

-- For lists of customers in other orders than by what they spent.
create index idx_mv_customer_segments_orders on mv_customer_segments (order_count desc, customer_id);
create index idx_mv_customer_segments_last_order
  on mv_customer_segments (coalesce(last_order_date, '-infinity') desc, customer_id);
-- By the alphabet, in whatever order the database itself sorts texts.
create index idx_mv_customer_segments_name on mv_customer_segments (name collate "und-x-icu", customer_id);

-- What a customer is found by: every word of the name and the e-mail, without case. All that is no letter or digit of ASCII
-- parts words; other alphabets are left to the parser, which takes them for letters.
create function customer_words(name text, email text) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('pg_catalog.simple',
    regexp_replace(
      lower((name || ' ' || coalesce(email, '')) collate "und-x-icu"),
      '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g'
    ))
$$;
create index idx_customers_words on customers using gin (customer_words(name, email));
