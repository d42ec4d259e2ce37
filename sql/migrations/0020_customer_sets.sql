-- Customers as sets of bits: how many two ranges have in common, and who ordered twice in one, no count of customers tells. Each
-- customer who ever ordered has a number, which stays. A set is cut into chunks of 16,384 numbers, of which three fill a page.

create table agg_customer_numbers (
  customer_id uuid not null,
  number integer not null unique,
  primary key (customer_id) include (number)
);

-- The customers with at least so many orders (1 or 2) on a day: of chunk n those numbered from n * 16384 on, a bit each. A
-- chunk without any has no row.
create table agg_customer_sets_daily (
  at_least integer not null check (at_least in (1, 2)),
  day date not null,
  chunk integer not null,
  customers bit(16384) not null,
  primary key (at_least, day, chunk)
);

-- The same of months, and of thirds of them: ten days each, the last one what is left.
create table agg_customer_sets_spans (
  at_least integer not null check (at_least in (1, 2)),
  span varchar(5) not null check (span in ('month', 'third')),
  first_day date not null,
  chunk integer not null,
  customers bit(16384) not null,
  primary key (at_least, span, first_day, chunk)
);

-- As they are, in their rows: to unpack them would take longer than to read them.
alter table agg_customer_sets_daily alter customers set storage plain;
alter table agg_customer_sets_spans alter customers set storage plain;

create function customer_chunk(number integer) returns integer language sql immutable parallel safe as $$
  select number / 16384
$$;

-- A customer's bit in the chunk.
create function customer_bit(number integer) returns bit language sql immutable parallel safe as $$
  select set_bit('0'::bit(16384), number % 16384, 1)
$$;

-- Many customers are put together in pieces of 512 first, and these in chunks: a bit in a short one is set sooner.
create function customer_piece(number integer) returns integer language sql immutable parallel safe as $$
  select number / 512
$$;

create function bit_in_piece(number integer) returns bit language sql immutable parallel safe as $$
  select set_bit('0'::bit(512), number % 512, 1)
$$;

create function chunk_of_piece(piece integer) returns integer language sql immutable parallel safe as $$
  select piece / 32
$$;

create function piece_in_chunk(customers bit, piece integer) returns bit language sql immutable parallel safe as $$
  select customers::bit(16384) >> (piece % 32 * 512)
$$;

-- The set without those who are gone, and with those who came; null are none.
create function moved_customers(customers bit, gone bit, came bit) returns bit language sql immutable parallel safe as $$
  select customers & ~coalesce(gone, '0'::bit(16384)) | coalesce(came, '0'::bit(16384))
$$;

-- Numbers those who have none yet, by their first days: who came at one time, and mostly went at another, shares a chunk. Links
-- would tell these days sooner; but a wrong one, which a repair mends later, would hold up an upgrade.
create function number_customers() returns void language sql as $$
  insert into agg_customer_numbers (customer_id, number)
  select a.customer_id,
    (select coalesce(max(number), -1) from agg_customer_numbers) + row_number() over (order by min(a.day), a.customer_id)
  from agg_customer_daily a
  where a.orders > 0 and not exists (select from agg_customer_numbers n where n.customer_id = a.customer_id)
  group by a.customer_id
$$;

-- The sets of the days [first_day, end_day), from the customers' days; chunk is null for those without a number.
create function customer_sets_of_days(first_day date, end_day date)
returns table (at_least integer, day date, chunk integer, customers bit)
language plpgsql stable set plan_cache_mode = force_custom_plan set enable_sort = off as $$
begin
  return query
    select l.at_least, s.day, s.chunk, l.customers
    from (
      select p.day, chunk_of_piece(p.piece) as chunk, bit_or(piece_in_chunk(p.once, p.piece)) as once,
        bit_or(piece_in_chunk(p.twice, p.piece)) as twice
      from (
        select a.day, customer_piece(n.number) as piece, bit_or(bit_in_piece(n.number)) as once,
          bit_or(bit_in_piece(n.number)) filter (where a.orders > 1) as twice
        from agg_customer_daily a
        left join agg_customer_numbers n using (customer_id)
        where a.day >= first_day and a.day < end_day and a.orders > 0
        group by 1, 2
      ) p
      group by 1, 2
    ) s
    cross join lateral (values (1, s.once), (2, s.twice)) l (at_least, customers)
    where l.customers is not null or l.at_least = 1;
end
$$;

-- The first day of the third of a month that a day lies in.
create function third_start(day date) returns date language sql immutable parallel safe as $$
  select date_trunc('month', day::timestamp)::date + 10 * least(2, (extract(day from day)::integer - 1) / 10)
$$;

-- The sets of the months that begin in [first_day, end_day), and of their thirds, from those of the days.
create function customer_sets_of_spans(first_day date, end_day date)
returns table (at_least integer, span text, first_day_of_span date, chunk integer, customers bit)
language sql stable as $$
  with days as (
    select a.at_least, p.span, p.first_day, a.day, a.chunk, a.customers
    from agg_customer_sets_daily a
    cross join lateral (
      values ('month', date_trunc('month', a.day::timestamp)::date), ('third', third_start(a.day))
    ) p (span, first_day)
    where a.day >= date_trunc('month', customer_sets_of_spans.first_day + interval '1 month - 1 day')
      and a.day < date_trunc('month', end_day + interval '1 month - 1 day')
  )
  select l.at_least, s.span, s.first_day, s.chunk, l.customers
  from (
    select d.span, d.first_day, d.chunk, bit_or(d.once) as once, bit_or(d.twice) as twice
    from (
      -- Twice is who was there before in the span already, and who ordered twice on one day.
      select span, first_day, chunk, customers as once,
        customers & bit_or(customers) over (
          partition by span, first_day, chunk order by day rows between unbounded preceding and 1 preceding
        ) as twice
      from days
      where at_least = 1
      union all
      select span, first_day, chunk, null, customers from days where at_least = 2
    ) d
    group by 1, 2, 3
  ) s
  cross join lateral (values (1, s.once), (2, s.twice)) l (at_least, customers)
  where l.customers <> '0'::bit(16384)
$$;

-- No drain writes days meanwhile: what they hold is in their sets from here on. Days that are being built are counted with the
-- rest, at the end of the build.
lock table precompute_lock in exclusive mode;
do $$
begin
  if exists (select from build_pieces) then
    insert into build_pieces (kind, part) values ('counts', 'sets');
  else
    perform number_customers();
    insert into agg_customer_sets_daily (at_least, day, chunk, customers)
      select * from customer_sets_of_days('1900-01-01', '2200-01-01') order by 1, 2, 3;
    insert into agg_customer_sets_spans (at_least, span, first_day, chunk, customers)
      select * from customer_sets_of_spans('1900-01-01', '2200-01-01') order by 1, 2, 3, 4;
  end if;
end
$$;

-- A drain opens its tables by another name from here on (begin_drain, 0021), because a process of an older version may still be
-- running: it would take sets for built, and now fails until it is replaced.
drop function open_drain();

-- As before (0012), but without months of links, and with sets, which merges of archived customers change.
create or replace function count_customers(ids uuid[], sign integer) returns void language plpgsql as $$
declare
  unbuilt text[] := array(select part from build_pieces where kind = 'counts');
begin
  if 'activity' <> all (unbuilt) then
    merge into agg_activity_daily a
    using (
      select day, prev_day, sign * count(*)::integer as customers
      from agg_customer_daily
      where customer_id = any (ids) and orders > 0
      group by day, prev_day
    ) d
    on a.day = d.day and a.prev_day is not distinct from d.prev_day
    when matched and a.customers + d.customers = 0 then delete
    when matched then update set customers = a.customers + d.customers
    when not matched then insert (day, prev_day, customers) values (d.day, d.prev_day, d.customers);
  end if;
  if 'cohorts' <> all (unbuilt) then
    merge into agg_cohort_monthly a
    using (
      select f.cohort, m.month, sign * sum(m.active)::integer as customers, sign * sum(m.revenue) as revenue
      from (
        select customer_id, date_trunc('month', min(day)::timestamp)::date as cohort
        from agg_customer_daily
        where customer_id = any (ids) and orders > 0
        group by customer_id
      ) f
      join (
        select customer_id, date_trunc('month', day::timestamp)::date as month, bool_or(orders > 0)::integer as active,
          sum(revenue) as revenue
        from agg_customer_daily
        where customer_id = any (ids)
        group by 1, 2
      ) m using (customer_id)
      group by f.cohort, m.month
      having sum(m.active) <> 0 or sum(m.revenue) <> 0
    ) d
    on a.cohort = d.cohort and a.month = d.month
    when matched and a.customers + d.customers = 0 and a.revenue + d.revenue = 0 then delete
    when matched then update set customers = a.customers + d.customers, revenue = a.revenue + d.revenue
    when not matched then insert (cohort, month, customers, revenue) values (d.cohort, d.month, d.customers, d.revenue);
  end if;
  if 'sets' <> all (unbuilt) then
    -- Only these: to look for others would go through all customers, while drains wait.
    insert into agg_customer_numbers (customer_id, number)
    select id, (select coalesce(max(number), -1) from agg_customer_numbers) + row_number() over ()
    from unnest(ids) id
    where exists (select from agg_customer_daily d where d.customer_id = id and d.orders > 0)
      and not exists (select from agg_customer_numbers n where n.customer_id = id);
    merge into agg_customer_sets_daily a
    using (
      select l.at_least, d.day, customer_chunk(n.number) as chunk, bit_or(customer_bit(n.number)) as customers
      from agg_customer_daily d
      join agg_customer_numbers n using (customer_id)
      join (values (1), (2)) l (at_least) on d.orders >= l.at_least
      where d.customer_id = any (ids)
      group by 1, 2, 3
    ) d
    on a.at_least = d.at_least and a.day = d.day and a.chunk = d.chunk
    when matched and sign < 0 and a.customers & ~d.customers = '0'::bit(16384) then delete
    when matched then update set customers = case when sign < 0 then a.customers & ~d.customers else a.customers | d.customers end
    when not matched and sign > 0 then insert (at_least, day, chunk, customers) values (d.at_least, d.day, d.chunk, d.customers);
    merge into agg_customer_sets_spans a
    using (
      select l.at_least, d.span, d.first_day, customer_chunk(n.number) as chunk, bit_or(customer_bit(n.number)) as customers
      from (
        select c.customer_id, p.span, p.first_day, sum(c.orders) as orders
        from agg_customer_daily c
        cross join lateral (
          values ('month', date_trunc('month', c.day::timestamp)::date), ('third', third_start(c.day))
        ) p (span, first_day)
        where c.customer_id = any (ids)
        group by 1, 2, 3
      ) d
      join agg_customer_numbers n using (customer_id)
      join (values (1), (2)) l (at_least) on d.orders >= l.at_least
      group by 1, 2, 3, 4
    ) d
    on a.at_least = d.at_least and a.span = d.span and a.first_day = d.first_day and a.chunk = d.chunk
    when matched and sign < 0 and a.customers & ~d.customers = '0'::bit(16384) then delete
    when matched then update set customers = case when sign < 0 then a.customers & ~d.customers else a.customers | d.customers end
    when not matched and sign > 0 then insert (at_least, span, first_day, chunk, customers)
      values (d.at_least, d.span, d.first_day, d.chunk, d.customers);
  end if;
end
$$;

-- What nothing reads any more: customers of ranges are counted by sets now. Links are left for the days and weeks of trends,
-- where to put the sets together would take longer.
drop function customers_in, customers_in_both, customers_on_both_days, orders_by_customer, activity_beside, active_customers,
  links_on_days;
drop index idx_agg_activity_daily_prev_day;
drop table agg_activity_monthly;

-- The sets that make up the days [first_day, last_day): days, thirds and months, between the given bounds of each.
create function customer_pieces(
  at_least integer, first_day date, first_third date, first_month date, last_month date, last_third date, last_day date
) returns table (first_day_of_piece date, chunk integer, customers bit)
language sql stable parallel safe as $$
  select d.day, d.chunk, d.customers
  from agg_customer_sets_daily d
  where d.at_least = customer_pieces.at_least
    and d.day >= customer_pieces.first_day and d.day < first_third
  union all
  select s.first_day, s.chunk, s.customers
  from agg_customer_sets_spans s
  where s.at_least = customer_pieces.at_least and s.span = 'third'
    and s.first_day >= first_third and s.first_day < first_month
  union all
  select s.first_day, s.chunk, s.customers
  from agg_customer_sets_spans s
  where s.at_least = customer_pieces.at_least and s.span = 'month'
    and s.first_day >= first_month and s.first_day < last_month
  union all
  select s.first_day, s.chunk, s.customers
  from agg_customer_sets_spans s
  where s.at_least = customer_pieces.at_least and s.span = 'third'
    and s.first_day >= last_month and s.first_day < last_third
  union all
  select d.day, d.chunk, d.customers
  from agg_customer_sets_daily d
  where d.at_least = customer_pieces.at_least
    and d.day >= last_third and d.day < last_day
$$;

-- The customers whom agg_customer_sets_* have on the days [first_day, last_day), chunk by chunk: those with an order, and, with
-- with_twice, those with two or more. Planned once, for any days: planning takes as
-- long as reading a month.
create function customer_sets(first_day date, last_day date, with_twice boolean)
returns table (chunk integer, once bit, twice bit)
language plpgsql stable parallel safe set plan_cache_mode = force_generic_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  -- [first_third, last_third) are whole thirds, and of these [first_month, last_month) whole months.
  first_third date := case when third_start(first_day) = first_day then first_day
    when extract(day from first_day) > 20 then date_trunc('month', first_day + interval '1 month')
    else third_start(first_day) + 10 end;
  last_third date := third_start(last_day);
  first_month date;
  last_month date;
begin
  if first_third >= last_third then
    first_third := last_day;
    last_third := last_day;
  end if;
  first_month := date_trunc('month', first_third + interval '1 month - 1 day');
  last_month := date_trunc('month', last_third::timestamp);
  if first_month >= last_month then
    first_month := last_third;
    last_month := last_third;
  end if;
  if not with_twice then
    return query
      select p.chunk, bit_or(p.customers), null::bit(16384)
      from customer_pieces(1, first_day, first_third, first_month, last_month, last_third, last_day) p
      group by p.chunk;
  else
    return query
      select s.chunk, bit_or(s.once), bit_or(s.twice)
      from (
        -- Twice is who was there before in the range already, and who ordered twice in one piece of it.
        select p.chunk, p.customers as once,
          p.customers & bit_or(p.customers) over (
            partition by p.chunk order by p.first_day_of_piece rows between unbounded preceding and 1 preceding
          ) as twice
        from customer_pieces(1, first_day, first_third, first_month, last_month, last_third, last_day) p
        union all
        select p.chunk, null, p.customers
        from customer_pieces(2, first_day, first_third, first_month, last_month, last_third, last_day) p
      ) s
      group by s.chunk;
  end if;
end
$$;

-- Where agg_customer_daily is behind on touched days: how many orders more, or less, a customer has there.
create function order_changes(days datemultirange, zone text)
returns table (customer_id uuid, day date, orders bigint, change bigint)
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
        select coalesce(was.customer_id, now.customer_id), touched_day, coalesce(now.orders, 0),
          coalesce(now.orders, 0) - coalesce(was.orders, 0)
        from (
          select a.customer_id, a.orders from agg_customer_daily a where a.day = touched_day and a.orders > 0
        ) was
        full join (
          select o.customer_id, count(*) as orders
          from completed_orders o
          where o.order_date >= lo and o.order_date < hi and o.customer_id is not null and not o.is_return
          group by o.customer_id
        ) now using (customer_id)
        where was.orders is distinct from now.orders;
    else
      return query
        select named.customer_id, touched_day, now.orders, now.orders - was.orders
        from (
          select distinct t.customer_id from touched t
          where t.kind = 'order' and t.at >= lo and t.at < hi and t.customer_id is not null
        ) named
        cross join lateral (
          select coalesce(sum(a.orders), 0) as orders
          from agg_customer_daily a
          where a.customer_id = named.customer_id and a.day = touched_day
        ) was
        cross join lateral (
          select count(*) as orders
          from completed_orders o
          where o.customer_id = named.customer_id and o.order_date >= lo and o.order_date < hi and not o.is_return
        ) now
        where now.orders <> was.orders;
    end if;
  end loop;
end
$$;

-- As before (0009): 1 for a customer who is active on a touched day, and not in agg_customer_daily; -1 for one who is no more.
create or replace function activity_changes(days datemultirange, zone text)
returns table (customer_id uuid, day date, change integer)
language sql stable parallel safe as $$
  select c.customer_id, c.day, (c.orders > 0)::integer - (c.orders > c.change)::integer
  from order_changes(days, zone) c
  where (c.orders > 0) <> (c.orders > c.change)
$$;

-- How many different customers ordered in [lo, hi); how many in [other_lo, other_hi) and in both; how many twice or more in the
-- first, with with_repeats; and how many of its customers had ordered before it, with with_past. Whole days as sets, with those
-- who ordered on the ends that a range cuts off. Whose days have changed since the last drain, or who came after it, is in no set
-- yet, or in the wrong one: these are looked up one by one. The past may be as of the last drain where the ranges are as of now.
create function customers_compared(
  lo timestamptz, hi timestamptz, other_lo timestamptz, other_hi timestamptz, zone text, behind boolean,
  with_repeats boolean, with_past boolean,
  out customers bigint, out other_customers bigint, out both_customers bigint, out repeat_customers bigint,
  out known_customers bigint, out as_of timestamptz
)
language plpgsql stable parallel safe set plan_cache_mode = force_generic_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  nobody constant bit(16384) := '0'::bit(16384);
  one record := day_cover(lo, hi, zone, behind);
  other record := day_cover(other_lo, other_hi, zone, behind);
  past record := day_cover(case when with_past then '1969-12-30Z' else lo end, lo, zone, false);
begin
  as_of := least(one.as_of, other.as_of, past.as_of);
  with ranges as materialized (
    select *
    from (values
      (1, one.first_day, one.last_day, one.touched_days, one.edges),
      (2, other.first_day, other.last_day, other.touched_days, other.edges),
      (3, past.first_day, past.last_day, past.touched_days, past.edges)
    ) r (which, first_day, last_day, touched_days, edges)
    where first_day < last_day or edges <> '{}'
  ),
  changes as materialized (
    select r.which, c.customer_id, sum(c.change) as orders
    from ranges r
    cross join lateral order_changes(r.touched_days, zone) c
    group by r.which, c.customer_id
  ),
  at_ends as materialized (
    select e.which, e.customer_id, e.orders, n.number
    from (
      select r.which, o.customer_id, count(*) as orders
      from ranges r
      cross join lateral orders_in(r.edges) o
      where o.customer_id is not null and not o.is_return
      group by r.which, o.customer_id
    ) e
    left join agg_customer_numbers n using (customer_id)
  ),
  apart as materialized (
    select c.customer_id, n.number
    from (
      select customer_id from changes
      union
      select customer_id from at_ends where number is null
    ) c
    left join agg_customer_numbers n using (customer_id)
  ),
  one_by_one as materialized (
    select max(orders) filter (where which = 1) as orders, max(orders) filter (where which = 2) as other_orders,
      max(orders) filter (where which = 3) as past_orders
    from (
      select a.customer_id, r.which, coalesce(c.orders, 0) + coalesce(e.orders, 0) + (
          select coalesce(sum(d.orders), 0)
          from agg_customer_daily d
          where d.customer_id = a.customer_id and d.day >= r.first_day and d.day < r.last_day
        ) as orders
      from apart a
      cross join ranges r
      left join changes c on c.which = r.which and c.customer_id = a.customer_id
      left join at_ends e on e.which = r.which and e.customer_id = a.customer_id
    ) told
    group by customer_id
  ),
  left_out as materialized (
    select customer_chunk(number) as chunk, bit_or(customer_bit(number)) as customers
    from apart
    where number is not null
    group by 1
  ),
  on_days as materialized (
    select r.which, s.chunk, s.once, s.twice
    from ranges r
    cross join lateral customer_sets(r.first_day, r.last_day, with_repeats and r.which = 1) s
  ),
  on_ends as materialized (
    select p.which, chunk_of_piece(p.piece) as chunk, bit_or(piece_in_chunk(p.once, p.piece)) as once,
      bit_or(piece_in_chunk(p.twice, p.piece)) as twice
    from (
      select which, customer_piece(number) as piece, bit_or(bit_in_piece(number)) as once,
        bit_or(bit_in_piece(number)) filter (where orders > 1) as twice
      from at_ends
      where number is not null
      group by 1, 2
    ) p
    group by 1, 2
  ),
  sets as materialized (
    select which, chunk,
      (coalesce(d.once, nobody) | coalesce(e.once, nobody)) & ~coalesce(l.customers, nobody) as once,
      (coalesce(d.twice, nobody) | coalesce(e.twice, nobody) | coalesce(d.once & e.once, nobody))
        & ~coalesce(l.customers, nobody) as twice
    from on_days d
    full join on_ends e using (which, chunk)
    left join left_out l using (chunk)
  ),
  in_sets as (
    select coalesce(sum(bit_count(a.once)), 0) as customers, coalesce(sum(bit_count(b.once)), 0) as other_customers,
      coalesce(sum(bit_count(a.once & b.once)), 0) as both_customers, coalesce(sum(bit_count(a.twice)), 0) as repeat_customers,
      coalesce(sum(bit_count(a.once & c.once)), 0) as known_customers
    from (select * from sets where which = 1) a
    full join (select * from sets where which = 2) b using (chunk)
    full join (select * from sets where which = 3) c using (chunk)
  ),
  counted as (
    select count(*) filter (where orders > 0) as customers, count(*) filter (where other_orders > 0) as other_customers,
      count(*) filter (where orders > 0 and other_orders > 0) as both_customers,
      count(*) filter (where orders > 1) as repeat_customers,
      count(*) filter (where orders > 0 and past_orders > 0) as known_customers
    from one_by_one
  )
  select s.customers + c.customers, s.other_customers + c.other_customers, s.both_customers + c.both_customers,
    case when with_repeats then s.repeat_customers + c.repeat_customers end,
    case when with_past then s.known_customers + c.known_customers end
    into customers, other_customers, both_customers, repeat_customers, known_customers
    from in_sets s
    cross join counted c;
end
$$;
