-- What counts, defined once, and how the shop's clock cuts time.
--
-- Only completed orders count. An order with a negative total is a return: it lowers sums and is not counted as an
-- order or as a customer's activity. Revenue is what orders (or, by product and category, their lines) brought;
-- costed_revenue is the part of line totals whose cost is known, so profit = costed_revenue - cost.

create view completed_orders as
select id, order_date, customer_id, sales_rep_id, customer_segment, total_amount as revenue, total_amount < 0 as is_return
from orders
where status = 'completed';

-- What a line brought and cost, whatever its order's status.
create view line_sums as
select
  order_id,
  order_date,
  product_id,
  quantity as units,
  total_price as revenue,
  case when unit_cost is null then 0 else total_price end as costed_revenue,
  coalesce(unit_cost * quantity, 0) as cost
from order_items;

create view completed_lines as
select
  l.order_id,
  o.order_date,
  -- The same, from the line: whoever bounds both by the same range spares Postgres the other months of both tables.
  l.order_date as line_date,
  o.customer_id,
  o.sales_rep_id,
  o.customer_segment,
  o.total_amount < 0 as is_return,
  l.product_id,
  l.units,
  l.revenue,
  l.costed_revenue,
  l.cost
from orders o
join line_sums l on l.order_id = o.id and l.order_date = o.order_date
where o.status = 'completed';

-- Each order with the sums of its lines, which are looked up order by order: for few orders among many.
create view completed_order_sums as
select o.*, l.line_revenue, l.costed_revenue, l.cost, l.units
from completed_orders o
cross join lateral (
  select coalesce(sum(revenue), 0) as line_revenue, coalesce(sum(costed_revenue), 0) as costed_revenue,
    coalesce(sum(cost), 0) as cost, coalesce(sum(units), 0) as units
  from line_sums l
  where l.order_id = o.id and l.order_date = o.order_date
) l;

-- Every category with each one above it, itself included.
create view category_ancestors as
with recursive above as (
  select id as category_id, id as ancestor_id from categories
  union all
  select a.category_id, c.parent_id from above a join categories c on c.id = a.ancestor_id where c.parent_id is not null
)
select category_id, ancestor_id from above;

-- Every category with the names from the top of the tree to it.
create view category_paths as
with recursive below as (
  select id as category_id, parent_id, name, array[name::text] as path from categories where parent_id is null
  union all
  select c.id, c.parent_id, c.name, b.path || c.name::text from below b join categories c on c.parent_id = b.category_id
)
select category_id, parent_id, name, path from below;

-- An hour of the shop's clock, as instants. Nearly always 60 minutes from a full hour; in a zone that moves its clock
-- by half an hour (Lord Howe) a bucket is 30 or 90 minutes long, which is why both ends are stored.
create function hour_start(instant timestamptz, zone text) returns timestamptz language sql stable parallel safe as $$
  -- date_trunc with a zone keeps the fold of an autumn night. Zones move in steps of 15 minutes.
  select min(c) from generate_series(
    date_trunc('hour', instant, zone), date_trunc('hour', instant, zone) + interval '45 minutes', interval '15 minutes'
  ) c
  where date_trunc('hour', c, zone) = date_trunc('hour', instant, zone)
$$;

create function hour_end(instant timestamptz, zone text) returns timestamptz language sql stable parallel safe as $$
  select min(c) from generate_series(
    date_trunc('hour', instant, zone), date_trunc('hour', instant, zone) + interval '2 hours', interval '15 minutes'
  ) c
  where c > instant and date_trunc('hour', c, zone) <> date_trunc('hour', instant, zone)
$$;

-- The first instant of a day of the shop's calendar. Where a clock is turned back at midnight, 00:00 comes twice:
-- Postgres takes the later one, and the day begins with the earlier.
create function day_start(day date, zone text) returns timestamptz language sql stable parallel safe as $$
  select coalesce(min(c), day::timestamp at time zone zone)
  from generate_series(
    (day::timestamp at time zone zone) - interval '3 hours', day::timestamp at time zone zone, interval '15 minutes'
  ) c
  where (c at time zone zone)::date = day
$$;

-- The day of the shop's calendar that an instant lies in, told by its bounds: where a clock is turned back over midnight,
-- local dates of later instants lie before those of earlier ones.
create function day_of(instant timestamptz, zone text) returns date language sql stable parallel safe as $$
  select local + (day_start(local + 1, zone) <= instant)::integer
  from (select (instant at time zone zone)::date as local) l
$$;
