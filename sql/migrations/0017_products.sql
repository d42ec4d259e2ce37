-- What products brought, one row a product: what questions about products and categories have in common.
--
-- Each part is planned by itself, for the range and the products that it is asked for: a plan for any would read a year as if
-- it were a day. null products are all of them.

-- Of the range that cover tells, a row of day_cover: whole months and days from the aggregates, with the changes of touched
-- days, and what is cut off from the lines.
create function product_sums(cover record, zone text, products uuid[])
returns table (product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders bigint)
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
    select s.product_id, sum(s.revenue), sum(s.costed_revenue), sum(s.cost), sum(s.units)::bigint, sum(s.orders)::bigint
    from (
      select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
      from agg_product_monthly a
      where a.month >= first_month and a.month < last_month and (products is null or a.product_id = any (products))
      union all
      select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
      from agg_product_daily a
      where a.day >= first_day and a.day < first_month and (products is null or a.product_id = any (products))
      union all
      select a.product_id, a.revenue, a.costed_revenue, a.cost, a.units, a.orders
      from agg_product_daily a
      where a.day >= last_month and a.day < last_day and (products is null or a.product_id = any (products))
      union all
      select c.product_id, c.revenue, c.costed_revenue, c.cost, c.units, c.orders
      from product_changes(touched_days, zone) c
      where products is null or c.product_id = any (products)
      union all
      -- An order may hold a product in several lines.
      select l.product_id, l.revenue, l.costed_revenue, l.cost, l.units,
        (row_number() over (partition by l.product_id, l.order_id) = 1 and not l.is_return)::integer
      from lines_matching(edges, null, null, products) l
    ) s
    group by s.product_id;
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

-- What products are ranked by. Margins are rounded where Postgres may stop dividing, so that equal ones are equal.
create function product_measure(sort text, revenue numeric, costed_revenue numeric, profit numeric, units bigint)
returns numeric language sql immutable parallel safe as $$
  select case sort
    when 'REVENUE' then revenue
    when 'UNITS' then units
    when 'PROFIT' then profit
    when 'MARGIN' then round(profit / nullif(costed_revenue, 0), 12)
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
