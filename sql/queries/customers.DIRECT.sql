-- A page of customers over all time, from the orders and lines alone: while mv_customer_segments is missing. The page
-- begins behind (:after_key, :after_id), at the start where these are null. One row a customer, with the key that its order
-- goes by and without scores; one of nulls for an empty page. With :with_count also how many there are on all pages; null
-- without.
with listed as materialized (
  select c.id as customer_id, c.name, coalesce(t.order_count, 0) as order_count, coalesce(t.total_spent, 0) as total_spent,
    t.first_order_date, t.last_order_date, coalesce(t.total_profit, 0) as total_profit
  from customers c
  left join customers_by_orders(:zone::text) t on t.customer_id = c.id
  where (:segments::text[] is null or is_among(c.segment::text, :segments::text[]))
    and (
      :search::text is null
      or customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
    )
),
-- Where the page begins: before everything that sorts, at the start.
place as materialized (
  select
    coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000') as id,
    case when :sort::text = 'REVENUE' then coalesce(:after_key::text::numeric, 'infinity') end as spent,
    case when :sort::text = 'ORDERS' then coalesce(:after_key::text::bigint, 9223372036854775807) end as orders,
    case
      when :sort::text <> 'LAST_ORDER' then null
      when :after_id::uuid is null then 'infinity'
      else coalesce(:after_key::text::date, '-infinity')
    end as day,
    case when :sort::text = 'NAME' then coalesce(:after_key::text, '') end collate "und-x-icu" as name
),
page as (
  select l.*
  from place a
  join listed l on case :sort::text
    when 'REVENUE' then l.total_spent < a.spent or l.total_spent = a.spent and l.customer_id > a.id
    when 'ORDERS' then l.order_count < a.orders or l.order_count = a.orders and l.customer_id > a.id
    when 'LAST_ORDER' then coalesce(l.last_order_date, '-infinity') < a.day
      or coalesce(l.last_order_date, '-infinity') = a.day and l.customer_id > a.id
    else (l.name collate "und-x-icu", l.customer_id) > (a.name, a.id)
  end
  order by
    case :sort::text when 'REVENUE' then l.total_spent when 'ORDERS' then l.order_count end desc,
    case when :sort::text = 'LAST_ORDER' then coalesce(l.last_order_date, '-infinity') end desc,
    case when :sort::text = 'NAME' then l.name end collate "und-x-icu",
    l.customer_id
  limit :first::integer
)
select
  p.customer_id,
  case :sort::text
    when 'REVENUE' then trim_scale(p.total_spent)::text
    when 'ORDERS' then p.order_count::text
    when 'LAST_ORDER' then p.last_order_date::text
    else p.name
  end as key,
  p.total_spent as revenue,
  p.total_profit as profit,
  p.order_count::float8 as orders,
  p.first_order_date as first_order,
  p.last_order_date as last_order,
  null as recency,
  null as frequency,
  null as monetary,
  case when :with_count::boolean then (select count(*) from listed) end::float8 as total,
  snapshot_as_of() as as_of,
  (select generation from precompute_state)::float8 as generation,
  (select epoch from precompute_state)::text as epoch
from (values (true)) always (row)
left join page p on true
order by
  case :sort::text when 'REVENUE' then p.total_spent when 'ORDERS' then p.order_count end desc,
  case when :sort::text = 'LAST_ORDER' then coalesce(p.last_order_date, '-infinity') end desc,
  case when :sort::text = 'NAME' then p.name end collate "und-x-icu",
  p.customer_id
