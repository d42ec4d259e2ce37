-- Questions about a part of the sales: of some regions, sales reps, segments, categories or products.
--
-- A filter is a list of values; null is no filter, and a null in the list stands for what is without: no rep, no segment.

create function is_among(value anyelement, list anyarray) returns boolean language sql immutable parallel safe as $$
  select value = any (list) or value is null and array_position(list, null) is not null
$$;

-- The reps that a filter by region and by rep leaves, null among them for orders without a rep; null where there is no
-- filter. A rep without a region, and no rep at all, are without a region.
create function matching_reps(regions text[], reps uuid[]) returns uuid[] language sql stable parallel safe as $$
  select case when regions is not null or reps is not null then array(
    select r.id
    from (select id, region::text from sales_representatives union all select null, null) r
    where (regions is null or is_among(r.region, regions)) and (reps is null or is_among(r.id, reps))
  ) end
$$;

-- The products that a filter by category, each with all below it, and by product leaves; null where there is no filter.
create function matching_products(categories uuid[], products uuid[]) returns uuid[] language sql stable parallel safe as $$
  select case when categories is not null or products is not null then array(
    select p.id
    from public.products p
    where (
        matching_products.categories is null
        or p.category_id in (
          select a.category_id from category_ancestors a where a.ancestor_id = any (matching_products.categories)
        )
        or p.category_id is null and array_position(matching_products.categories, null) is not null
      )
      and (matching_products.products is null or p.id = any (matching_products.products))
  ) end
$$;

-- What counts in each of the ranges and passes the filters; an order passes by product where one of its lines does. Each
-- range is planned by itself, as orders_in does.
create function orders_matching(ranges tstzmultirange, reps uuid[], segments text[], products uuid[])
returns setof sold_orders
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
begin
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    return query select * from sold_orders o
      where o.order_date >= lo and o.order_date < hi
        and (reps is null or is_among(o.sales_rep_id, reps))
        and (segments is null or is_among(o.customer_segment::text, segments))
        and (products is null or exists (
          select from every_line i
          where i.order_id = o.id and i.order_date = o.order_date and i.product_id = any (products)
            and i.order_date >= lo and i.order_date < hi
        ));
  end loop;
end
$$;

create function lines_matching(ranges tstzmultirange, reps uuid[], segments text[], products uuid[])
returns setof sold_lines
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
declare
  lo timestamptz;
  hi timestamptz;
begin
  for lo, hi in select lower(r), upper(r) from unnest(ranges) r loop
    return query select * from sold_lines l
      where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi
        and (reps is null or is_among(l.sales_rep_id, reps))
        and (segments is null or is_among(l.customer_segment::text, segments))
        and (products is null or l.product_id = any (products));
  end loop;
end
$$;

-- What agg_order_daily lacks on touched days: the orders of the reps touched there, less what it holds of them. The log names
-- reps with orders, and with lines those of their orders.
create function rep_changes(days datemultirange, zone text)
returns table (
  day date, sales_rep_id uuid, customer_segment varchar, revenue numeric, line_revenue numeric, costed_revenue numeric,
  cost numeric, orders integer, units bigint
)
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
      select t.sales_rep_id from touched t where t.kind = 'order' and t.at >= lo and t.at < hi
      union
      select o.sales_rep_id
      from touched t
      join orders o on o.id = t.order_id and o.order_date = t.at
      where t.kind = 'line' and t.at >= lo and t.at < hi and o.order_date >= lo and o.order_date < hi
    ) end;
    return query
      select touched_day, o.sales_rep_id, o.customer_segment, o.revenue, 0::numeric, 0::numeric, 0::numeric,
        (not o.is_return)::integer, 0::bigint
      from completed_orders o
      where o.order_date >= lo and o.order_date < hi and (named is null or is_among(o.sales_rep_id, named));
    return query
      select touched_day, l.sales_rep_id, l.customer_segment, 0::numeric, l.revenue, l.costed_revenue, l.cost, 0,
        l.units::bigint
      from completed_lines l
      where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi
        and (named is null or is_among(l.sales_rep_id, named));
    return query
      select a.day, a.sales_rep_id, a.customer_segment, -a.revenue, -a.line_revenue, -a.costed_revenue, -a.cost,
        -a.orders, -a.units
      from agg_order_daily a
      where a.day = touched_day and (named is null or is_among(a.sales_rep_id, named));
  end loop;
end
$$;

-- As before, and with the day, for trends of products.
drop function product_changes(datemultirange, text);
create function product_changes(days datemultirange, zone text)
returns table (
  day date, product_id uuid, revenue numeric, costed_revenue numeric, cost numeric, units bigint, orders integer
)
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
      select touched_day, l.product_id, l.revenue, l.costed_revenue, l.cost, l.units::bigint,
        (row_number() over (partition by l.product_id, l.order_id) = 1 and not l.is_return)::integer
      from completed_lines l
      where l.order_date >= lo and l.order_date < hi and l.line_date >= lo and l.line_date < hi
        and (named is null or l.product_id = any (named));
    return query
      select a.day, a.product_id, -a.revenue, -a.costed_revenue, -a.cost, -a.units, -a.orders
      from agg_product_daily a
      where a.day = touched_day and (named is null or a.product_id = any (named));
  end loop;
end
$$;
