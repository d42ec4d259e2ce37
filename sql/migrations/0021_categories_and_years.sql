-- What categories brought by day and month, each its own products alone: what lies below one is added when asked, so that a
-- category that moves changes nothing here. A product that moves takes its days along. And what products brought from the first
-- day of a year up to a day of it: over any range, that is nearly always the difference of two or three of these, and a few days
-- at its ends, in place of each of its months.

-- The category that each product's days are counted in, which the drain makes that of the product again whenever the log names
-- products. A product without a row is counted as without a category.
create table agg_product_category (
  product_id uuid primary key,
  category_id uuid not null
);

-- times_sold counts products on orders: an order of two products of a category is two. What sums to nothing has no row.
create table agg_category_daily (
  day date not null,
  category_id uuid,
  revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  times_sold bigint not null,
  unique nulls not distinct (day, category_id)
);

create table agg_category_monthly (
  month date not null,
  category_id uuid,
  revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  times_sold bigint not null,
  unique nulls not distinct (month, category_id)
);

-- No drain writes days meanwhile: what they hold is in these from here on.
lock table precompute_lock in exclusive mode;
insert into agg_product_category select id, category_id from products where category_id is not null;
insert into agg_category_daily
  select d.day, c.category_id, sum(d.revenue), sum(d.costed_revenue), sum(d.cost), sum(d.units), sum(d.orders)
  from agg_product_daily d
  left join agg_product_category c using (product_id)
  group by 1, 2
  having (sum(d.revenue), sum(d.costed_revenue), sum(d.cost), sum(d.units), sum(d.orders)) <> (0, 0, 0, 0, 0)
  order by 1, 2;
insert into agg_category_monthly
  select date_trunc('month', day::timestamp)::date, category_id, sum(revenue), sum(costed_revenue), sum(cost), sum(units),
    sum(times_sold)
  from agg_category_daily
  group by 1, 2
  having (sum(revenue), sum(costed_revenue), sum(cost), sum(units), sum(times_sold)) <> (0, 0, 0, 0, 0)
  order by 1, 2;

-- Products that are counted in another category than they are in.
create view moved_products as
select product_id, counted.category_id as old_category_id, listed.category_id as new_category_id
from agg_product_category counted
full join (select id as product_id, category_id from products) listed using (product_id)
where counted.category_id is distinct from listed.category_id;

-- As open_drain before (0011), but with what sets of customers need (0020), orders and revenue of days and months before and
-- after, and with what categories' days differ by.
create function begin_drain() returns void language plpgsql as $$
begin
  if to_regclass('pg_temp.taken') is not null then
    return;
  end if;
  -- The rows of touched that it has taken, and the day each lies in.
  create temporary table taken (
    kind text not null, at timestamptz, until timestamptz, order_id uuid, customer_id uuid, sales_rep_id uuid,
    product_id uuid, tries integer not null, day date
  ) on commit delete rows;
  -- The days that these lie in; whole ones are rebuilt as a whole.
  create temporary table drained_days (day date primary key, lo timestamptz, hi timestamptz, whole boolean)
    on commit delete rows;
  -- What is rebuilt of the others.
  create temporary table drained_hours (metric_hour timestamptz primary key, hour_end timestamptz, day date)
    on commit delete rows;
  create temporary table drained_rep_days (
    day date, lo timestamptz, hi timestamptz, sales_rep_id uuid, unique nulls not distinct (day, sales_rep_id)
  ) on commit delete rows;
  create temporary table drained_customer_days (
    day date, lo timestamptz, hi timestamptz, customer_id uuid, primary key (customer_id, day)
  ) on commit delete rows;
  -- The orders of these, each once, with the sums of its lines; metric_hour is null where its hour is not rebuilt.
  create temporary table drained_orders (
    id uuid, day date, metric_hour timestamptz, customer_id uuid, sales_rep_id uuid, customer_segment varchar(50),
    is_return boolean, revenue numeric, line_revenue numeric, costed_revenue numeric, cost numeric, units bigint
  ) on commit delete rows;
  -- Products' days as they were and as they are; null where they have no row.
  create temporary table drained_product_days (
    day date, product_id uuid, old_revenue numeric, old_costed_revenue numeric, old_cost numeric,
    old_units bigint, old_orders integer, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders integer,
    primary key (day, product_id)
  ) on commit delete rows;
  -- What is added to categories' days.
  create temporary table drained_category_days (
    day date, category_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, times_sold bigint
  ) on commit delete rows;
  -- Customer-days that differ from the aggregate's, as they will be (orders null: gone) and whether they are links.
  create temporary table changed_customer_days (
    customer_id uuid, day date, orders integer, revenue numeric, line_revenue numeric, costed_revenue numeric,
    cost numeric, old_orders integer, old_revenue numeric, was_active boolean, is_active boolean, old_prev_day date,
    primary key (customer_id, day)
  ) on commit delete rows;
  -- The first active day of each customer with a changed day, before and after.
  create temporary table drained_customers (customer_id uuid primary key, old_first_day date, new_first_day date)
    on commit delete rows;
  -- What each such customer did in a month, and orders in its thirds, before and after.
  create temporary table drained_customer_months (
    customer_id uuid, month date, old_orders bigint, old_thirds bigint[], old_revenue numeric, orders bigint, thirds bigint[],
    revenue numeric, primary key (customer_id, month)
  ) on commit delete rows;
  -- Links that come, go or change.
  create temporary table drained_links (
    customer_id uuid, day date, was_link boolean, old_prev_day date, is_link boolean, new_prev_day date,
    primary key (customer_id, day)
  ) on commit delete rows;
end
$$;

-- The periods that the shop's day lies in follow from days and months whenever they are read, so nothing has to be kept.
drop table agg_category_performance;
create view agg_category_performance as
select a.ancestor_id as category_id, s.period::varchar(20) as period, s.period_start, sum(s.revenue) as revenue,
  sum(s.costed_revenue) as costed_revenue, sum(s.costed_revenue - s.cost) as profit, sum(s.units)::bigint as units_sold
from (
  select p.period, p.period_start, d.category_id, d.revenue, d.costed_revenue, d.cost, d.units
  from precompute_state state
  cross join lateral running_periods(state.today, state.week_start) p
  join agg_category_daily d on d.day >= p.period_start and d.day < p.period_end
  where p.period in ('today', 'week')
  union all
  select p.period, p.period_start, m.category_id, m.revenue, m.costed_revenue, m.cost, m.units
  from precompute_state state
  cross join lateral running_periods(state.today, state.week_start) p
  join agg_category_monthly m on m.month >= p.period_start and m.month < p.period_end
  where p.period in ('month', 'quarter', 'year')
) s
left join category_ancestors a using (category_id)
group by 1, 2, 3
having (sum(s.revenue), sum(s.costed_revenue), sum(s.costed_revenue - s.cost), sum(s.units)) <> (0, 0, 0, 0);

-- The categories that a filter leaves, each with all below it, null among them for products without one; null where there is no
-- filter.
create function matching_categories(categories uuid[]) returns uuid[] language sql stable parallel safe as $$
  select case when categories is not null then
    array(select a.category_id from category_ancestors a where a.ancestor_id = any (matching_categories.categories))
      || case when array_position(categories, null) is not null then array[null::uuid] end
  end
$$;

-- Products that have moved since the last drain: where the log names none, without a look at any.
create function products_to_move() returns uuid[] language sql stable parallel safe as $$
  select case when exists (select from touched where at is null and kind in ('product', 'listed_product')) then
    array(select product_id from moved_products)
  else '{}' end
$$;

-- What adds up to the sums of categories over whole months and days, with the changes of touched days and of moved products, and
-- over what a range cuts off, from the lines: of months and days their first day, of a line its instant. A part of the
-- statements of the functions below. null categories are all of them.
create function category_parts(
  first_day date, last_day date, first_month date, last_month date, touched_days datemultirange, edges tstzmultirange,
  zone text, moved uuid[], categories uuid[]
) returns table (
  day date, at timestamptz, category_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint,
  times_sold bigint
)
language sql stable parallel safe as $$
  select a.month, null::timestamptz, a.category_id, a.revenue, a.costed_revenue, a.cost, a.units, a.times_sold
  from agg_category_monthly a
  where a.month >= first_month and a.month < last_month and (categories is null or is_among(a.category_id, categories))
  union all
  select a.day, null, a.category_id, a.revenue, a.costed_revenue, a.cost, a.units, a.times_sold
  from agg_category_daily a
  where a.day >= first_day and a.day < first_month and (categories is null or is_among(a.category_id, categories))
  union all
  select a.day, null, a.category_id, a.revenue, a.costed_revenue, a.cost, a.units, a.times_sold
  from agg_category_daily a
  where a.day >= last_month and a.day < last_day and (categories is null or is_among(a.category_id, categories))
  union all
  select m.day, null, v.category_id, v.sign * m.revenue, v.sign * m.costed_revenue, v.sign * m.cost, v.sign * m.units,
    v.sign * m.orders
  from (
    select a.month as day, a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
    from agg_product_monthly a
    where a.product_id = any (moved) and a.month >= first_month and a.month < last_month
    union all
    select a.day, a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
    from agg_product_daily a
    where a.product_id = any (moved)
      and (a.day >= first_day and a.day < first_month or a.day >= last_month and a.day < last_day)
  ) m
  left join agg_product_category c on c.product_id = m.product_id
  left join products p on p.id = m.product_id
  cross join lateral (values (c.category_id, -1), (p.category_id, 1)) v (category_id, sign)
  where categories is null or is_among(v.category_id, categories)
  union all
  select c.day, null, p.category_id, c.revenue, c.costed_revenue, c.cost, c.units, c.orders
  from product_changes(touched_days, zone) c
  left join products p on p.id = c.product_id
  where categories is null or is_among(p.category_id, categories)
  union all
  -- An order may hold a product in several lines.
  select null, l.order_date, p.category_id, l.revenue, l.costed_revenue, l.cost, l.units::bigint,
    (row_number() over (partition by l.product_id, l.order_id) = 1 and not l.is_return)::integer
  from lines_matching(edges, null, null, null) l
  join products p on p.id = l.product_id
  where categories is null or is_among(p.category_id, categories)
$$;

-- What categories brought in the range that cover tells, a row of day_cover: each its own products, of a filter by category and
-- product; null is no filter. Days and months know of no products.
create function category_sums(cover record, zone text, categories uuid[], products uuid[])
returns table (
  category_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, times_sold bigint
)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  first_day date := cover.first_day;
  last_day date := cover.last_day;
  first_month date := cover.first_month;
  last_month date := cover.last_month;
  touched_days datemultirange := cover.touched_days;
  edges tstzmultirange := cover.edges;
  moved uuid[];
begin
  if products is not null then
    return query
      select p.category_id, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.units)::bigint, sum(s.orders)::bigint
      from product_sums(cover, zone, matching_products(categories, products)) s
      join public.products p on p.id = s.product_id
      group by p.category_id;
    return;
  end if;
  moved := products_to_move();
  categories := matching_categories(categories);
  return query
    select s.category_id, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.units)::bigint, sum(s.times_sold)::bigint
    from category_parts(
      first_day, last_day, first_month, last_month, touched_days, edges, zone, moved, categories
    ) s
    group by s.category_id;
end
$$;

-- As product_trend, of a filter by category and product. Orders are right for one product alone.
create function category_trend(
  cover record, bounds timestamptz[], zone text, categories uuid[], products uuid[], with_lines boolean
)
returns table (bucket integer, revenue numeric, costed_revenue numeric, cost numeric, orders bigint, units bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  first_day date := cover.first_day;
  last_day date := cover.last_day;
  first_month date := cover.first_month;
  last_month date := cover.last_month;
  touched_days datemultirange := cover.touched_days;
  edges tstzmultirange := cover.edges;
  starts date[] := bucket_days(bounds, zone);
  moved uuid[];
begin
  if products is not null then
    return query
      select * from product_trend(cover, bounds, zone, matching_products(categories, products), with_lines);
    return;
  end if;
  if not are_months(starts) then
    first_month := last_day;
    last_month := last_day;
  end if;
  moved := products_to_move();
  categories := matching_categories(categories);
  return query
    select coalesce(1 + width_bucket(s.day, starts), width_bucket(s.at, bounds)) as bucket, sum(s.revenue),
      sum(s.costed_revenue), sum(s.cost), sum(s.times_sold)::bigint, sum(s.units)::bigint
    from category_parts(
      first_day, last_day, first_month, last_month, touched_days, edges, zone, moved, categories
    ) s
    group by 1;
end
$$;

-- Up to the 1st, the 11th and the 21st of months, as soon as the shop's day is past them; up to the 1st of January is the whole
-- year before. What sums to nothing has no row.
create table agg_product_year_to_date (
  until date not null,
  product_id uuid not null,
  revenue numeric not null,
  costed_revenue numeric not null,
  cost numeric not null,
  units bigint not null,
  orders bigint not null,
  primary key (until, product_id)
);

-- Those of them that are there; drains make what is missing, one at a time.
create table years_to_date (until date primary key);

-- The days [first_day, last_day) as sums up to days of years that are added and removed, or whole months [first_month,
-- last_month), whichever are fewer with the days that these lack and have too much.
create function product_spans(
  first_day date, last_day date, out added date[], out removed date[], out first_month date, out last_month date,
  out lacking date[], out surplus date[]
) language plpgsql stable parallel safe as $$
declare
  months record := month_spans(first_day, last_day);
  lo date := (select until from years_to_date order by abs(until - first_day), until limit 1);
  hi date := (select until from years_to_date order by abs(until - last_day), until limit 1);
begin
  if lo < hi then
    -- Whole years, the first of them less what lies before lo, and the last one up to hi.
    added := array(
      select y::date from generate_series(date_trunc('year', lo::timestamp) + interval '1 year', hi, interval '1 year') y
    );
    if extract(doy from hi) <> 1 then added := added || hi; end if;
    removed := case when extract(doy from lo) <> 1 then array[lo] else '{}' end;
    lacking := array(
      select d::date from generate_series(first_day, last_day - 1, interval '1 day') d where d < lo or d >= hi
    );
    surplus := array(
      select d::date from generate_series(lo, hi - 1, interval '1 day') d where d < first_day or d >= last_day
    );
    if cardinality(added || removed || lacking || surplus)
      < (months.last_month - months.first_month) / 28 + cardinality(months.lacking || months.surplus)
      and not exists (select from unnest(added) y where y not in (select until from years_to_date))
    then
      first_month := last_day;
      last_month := last_day;
      return;
    end if;
  end if;
  added := '{}';
  removed := '{}';
  first_month := months.first_month;
  last_month := months.last_month;
  lacking := months.lacking;
  surplus := months.surplus;
end
$$;

-- As before (0017), and with sums up to days of years.
drop function product_parts(date, date, date[], date[], datemultirange, tstzmultirange, text, uuid[]);
create function product_parts(
  added date[], removed date[], first_month date, last_month date, lacking date[], surplus date[],
  touched_days datemultirange, edges tstzmultirange, zone text, products uuid[]
) returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders bigint)
language sql stable parallel safe as $$
  select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from agg_product_year_to_date a
  where a.until = any (added) and (products is null or a.product_id = any (products))
  union all
  select a.product_id, -a.revenue, -a.costed_revenue, -a.cost, -a.units, -a.orders
  from agg_product_year_to_date a
  where a.until = any (removed) and (products is null or a.product_id = any (products))
  union all
  select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from agg_product_monthly a
  where a.month >= first_month and a.month < last_month and (products is null or a.product_id = any (products))
  union all
  select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
  from agg_product_daily a
  where a.day = any (lacking) and (products is null or a.product_id = any (products))
  union all
  select a.product_id, -a.revenue, -a.costed_revenue, -a.cost, -a.units, -a.orders
  from agg_product_daily a
  where a.day = any (surplus) and (products is null or a.product_id = any (products))
  union all
  select c.product_id, c.revenue, c.costed_revenue, c.cost, c.units, c.orders
  from product_changes(touched_days, zone) c
  where products is null or c.product_id = any (products)
  union all
  -- An order may hold a product in several lines.
  select l.product_id, l.revenue, l.costed_revenue, l.cost, l.units::bigint,
    (row_number() over (partition by l.product_id, l.order_id) = 1 and not l.is_return)::integer
  from lines_matching(edges, null, null, products) l
$$;

-- As before (0017), by product_spans.
create or replace function product_sums(cover record, zone text, products uuid[])
returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  spans record := product_spans(cover.first_day, cover.last_day);
begin
  return query
    select s.product_id, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.units)::bigint, sum(s.orders)::bigint
    from product_parts(
      spans.added, spans.removed, spans.first_month, spans.last_month, spans.lacking, spans.surplus, cover.touched_days,
      cover.edges, zone, products
    ) s
    group by s.product_id;
end
$$;

create or replace function product_measures(cover record, zone text, products uuid[], sort text)
returns table (product_id uuid, measure numeric, is_sold boolean)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  spans record := product_spans(cover.first_day, cover.last_day);
begin
  return query
    select m.product_id, m.measure, (m.orders, coalesce(m.measure, 0)) <> (0, 0)
    from (
      select s.product_id, sum(s.orders) as orders,
        -- The plan is for one of these, and makes no other sums.
        case sort
          when 'REVENUE' then sum(s.revenue)
          when 'UNITS' then sum(s.units)
          when 'PROFIT' then sum(s.costed_revenue) - sum(s.cost)
          when 'MARGIN' then product_margin(sum(s.costed_revenue), sum(s.costed_revenue) - sum(s.cost))
        end as measure
      from product_parts(
        spans.added, spans.removed, spans.first_month, spans.last_month, spans.lacking, spans.surplus, cover.touched_days,
        cover.edges, zone, products
      ) s
      group by s.product_id
    ) m;
end
$$;
