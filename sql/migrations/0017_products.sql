-- What products brought, one row a product: what questions about products and categories have in common.
--
-- Each part is planned by itself, for the range and the products that it is asked for: a plan for any would read a year as if
-- it were a day. By one process: to put together what several have summed takes as long as they save. null products are all of
-- them.

-- Rounded where Postgres may stop dividing, so that equal ones are equal.
create function product_margin(costed_revenue numeric, profit numeric) returns numeric
language sql immutable parallel safe as $$
  select round(profit / nullif(costed_revenue, 0), 12)
$$;

-- The days [first_day, last_day) as the whole months [first_month, last_month), the days that these lack, and those that they
-- have too much: of a month that is cut, whichever are fewer.
create function month_spans(
  first_day date, last_day date, out first_month date, out last_month date, out lacking date[], out surplus date[]
) language plpgsql immutable parallel safe as $$
declare
  month constant interval := '1 month';
  month_before date := date_trunc('month', first_day::timestamp);
  month_after date := date_trunc('month', last_day + month - interval '1 day');
begin
  first_month := date_trunc('month', first_day + month - interval '1 day');
  last_month := date_trunc('month', last_day::timestamp);
  if first_month > last_month then
    if (first_day - month_before) + (month_after - last_day) < last_day - first_day then
      first_month := month_before;
      last_month := month_after;
    else
      first_month := last_month;
    end if;
  else
    if first_day - month_before < first_month - first_day then first_month := month_before; end if;
    if month_after - last_day < last_day - last_month then last_month := month_after; end if;
  end if;
  lacking := array(
    select d::date from generate_series(first_day, last_day - 1, interval '1 day') d where d < first_month or d >= last_month
  );
  surplus := array(
    select d::date from generate_series(first_month, last_month - 1, interval '1 day') d where d < first_day or d >= last_day
  );
end
$$;

-- What adds up to the sums of products over whole months and days, with the changes of touched days, and over what a range cuts
-- off, from the lines. A part of the statements of the functions below: which of the columns are read is up to these.
create function product_parts(
  first_month date, last_month date, lacking date[], surplus date[], touched_days datemultirange,
  edges tstzmultirange, zone text, products uuid[]
) returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders integer)
language sql stable parallel safe as $$
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

-- Of the range that cover tells, a row of day_cover.
create function product_sums(cover record, zone text, products uuid[])
returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  spans record := month_spans(cover.first_day, cover.last_day);
begin
  return query
    select s.product_id, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.units)::bigint, sum(s.orders)
    from product_parts(
      spans.first_month, spans.last_month, spans.lacking, spans.surplus, cover.touched_days, cover.edges, zone, products
    ) s
    group by s.product_id;
end
$$;

-- What products are ranked by, and what nearly always tells whether they sold: fewer sums than those of everything. A product
-- that came to nothing in these may have sold all the same: is_sold is false, and product_sums tell.
create function product_measures(cover record, zone text, products uuid[], sort text)
returns table (product_id uuid, measure numeric, is_sold boolean)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan
set max_parallel_workers_per_gather = 0 as $$
declare
  spans record := month_spans(cover.first_day, cover.last_day);
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
        spans.first_month, spans.last_month, spans.lacking, spans.surplus, cover.touched_days, cover.edges, zone, products
      ) s
      group by s.product_id
    ) m;
end
$$;

-- Of [lo, hi), from the lines alone; in place of orders, which take long to tell apart, whether there is any.
create function product_line_sums(lo timestamptz, hi timestamptz, reps uuid[], segments text[], products uuid[])
returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, is_ordered boolean)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
begin
  return query
    select l.product_id, sum(l.revenue), sum(l.costed_revenue), sum(l.cost), sum(l.units)::bigint, bool_or(not l.is_return)
    from sold_lines l
    where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi
      and (reps is null or is_among(l.sales_rep_id, reps))
      and (segments is null or is_among(l.customer_segment::text, segments))
      and (products is null or l.product_id = any (products))
    group by l.product_id;
end
$$;

-- How many orders hold each product; meant for few of them.
create function product_orders(lo timestamptz, hi timestamptz, reps uuid[], segments text[], products uuid[])
returns table (product_id uuid, orders bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
begin
  return query
    select l.product_id, count(distinct l.order_id)
    from sold_lines l
    where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi
      and (reps is null or is_among(l.sales_rep_id, reps))
      and (segments is null or is_among(l.customer_segment::text, segments))
      and l.product_id = any (products)
      and not l.is_return
    group by l.product_id;
end
$$;

-- What products are ranked by.
create function product_measure(sort text, revenue numeric, costed_revenue numeric, profit numeric, units bigint)
returns numeric language sql immutable parallel safe as $$
  select case sort
    when 'REVENUE' then revenue
    when 'UNITS' then units
    when 'PROFIT' then profit
    when 'MARGIN' then product_margin(costed_revenue, profit)
  end
$$;

-- Whether a product comes after the place where a page ended: larger measures come first, products without one last, and ids
-- decide among equals. Without such a place, every product does.
create function is_after(measure numeric, product_id uuid, last_measure numeric, last_id uuid) returns boolean
language sql immutable parallel safe as $$
  select last_id is null
    or case when last_measure is null then measure is null and product_id > last_id
      else measure is null or measure < last_measure or measure = last_measure and product_id > last_id end
$$;

-- Those of the products (null: of all) whose name matches each pattern, whatever its case; null patterns are none. In capitals
-- by Unicode, whatever the database's own locale: there ß is SS and a last ς is Σ.
create function found_products(patterns text[], products uuid[]) returns uuid[] language sql stable parallel safe as $$
  select case when patterns is null then products else array(
    select p.id
    from public.products p
    where upper(p.name collate "und-x-icu")
        like all (array(select upper(pattern collate "und-x-icu") from unnest(patterns) pattern))
      and (found_products.products is null or p.id in (select unnest(found_products.products)))
  ) end
$$;
