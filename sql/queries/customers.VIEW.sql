-- A page of customers over all time, from mv_customer_segments. The page begins behind (:after_key, :after_id), at the start
-- where these are null. One row a customer, with the key that its order goes by; one of nulls for an empty page. With
-- :with_count also how many there are on all pages: null without, and where a search finds more than :countable.
--
-- Few who are found are all looked up, and sorted. Many are met soon by whoever goes through one of the view's indexes, which
-- have the orders: only where the first thousands do not fill the page, because those who are found come last, all are sorted.
with hits as materialized (
  select c.id as customer_id
  from customers c
  where customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
  limit :countable::integer + 1
),
breadth as materialized (select count(*) > :countable::integer as is_broad from hits),
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
-- Scalar subqueries, because a join with the place would hide from Postgres that an index already has the order; so would one
-- with the customers, to leave out those who were deleted since the refresh.
ahead as materialized (
  (
    select v.customer_id
    from (
      select v.customer_id, v.segment, v.total_spent
      from mv_customer_segments v
      where :sort::text = 'REVENUE' and (:search::text is null or (select is_broad from breadth))
        and v.total_spent <= (select spent from place)
        and (v.total_spent < (select spent from place) or v.customer_id > (select id from place))
      order by v.total_spent desc, v.customer_id
      limit case when :search::text is not null or :segments::text[] is not null then 2000 + 10 * :first::integer end
    ) v
    where (:segments::text[] is null or is_among(v.segment::text, :segments::text[]))
      and (
        select :search::text is null
          or customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
        from customers c
        where c.id = v.customer_id
      )
    order by v.total_spent desc, v.customer_id
    limit :first::integer
  )
  union all
  (
    select v.customer_id
    from (
      select v.customer_id, v.segment, v.order_count
      from mv_customer_segments v
      where :sort::text = 'ORDERS' and (:search::text is null or (select is_broad from breadth))
        and v.order_count <= (select orders from place)
        and (v.order_count < (select orders from place) or v.customer_id > (select id from place))
      order by v.order_count desc, v.customer_id
      limit case when :search::text is not null or :segments::text[] is not null then 2000 + 10 * :first::integer end
    ) v
    where (:segments::text[] is null or is_among(v.segment::text, :segments::text[]))
      and (
        select :search::text is null
          or customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
        from customers c
        where c.id = v.customer_id
      )
    order by v.order_count desc, v.customer_id
    limit :first::integer
  )
  union all
  (
    select v.customer_id
    from (
      select v.customer_id, v.segment, coalesce(v.last_order_date, '-infinity') as day
      from mv_customer_segments v
      where :sort::text = 'LAST_ORDER' and (:search::text is null or (select is_broad from breadth))
        and coalesce(v.last_order_date, '-infinity') <= (select day from place)
        and (coalesce(v.last_order_date, '-infinity') < (select day from place) or v.customer_id > (select id from place))
      order by day desc, v.customer_id
      limit case when :search::text is not null or :segments::text[] is not null then 2000 + 10 * :first::integer end
    ) v
    where (:segments::text[] is null or is_among(v.segment::text, :segments::text[]))
      and (
        select :search::text is null
          or customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
        from customers c
        where c.id = v.customer_id
      )
    order by v.day desc, v.customer_id
    limit :first::integer
  )
  union all
  (
    select v.customer_id
    from (
      select v.customer_id, v.segment, v.name
      from mv_customer_segments v
      where :sort::text = 'NAME' and (:search::text is null or (select is_broad from breadth))
        and (v.name collate "und-x-icu", v.customer_id) > ((select name from place), (select id from place))
      order by v.name collate "und-x-icu", v.customer_id
      limit case when :search::text is not null or :segments::text[] is not null then 2000 + 10 * :first::integer end
    ) v
    where (:segments::text[] is null or is_among(v.segment::text, :segments::text[]))
      and (
        select :search::text is null
          or customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
        from customers c
        where c.id = v.customer_id
      )
    order by v.name collate "und-x-icu", v.customer_id
    limit :first::integer
  )
),
found as materialized (
  select v.*
  from hits
  join mv_customer_segments v using (customer_id)
  where not (select is_broad from breadth) and (:segments::text[] is null or is_among(v.segment::text, :segments::text[]))
  union all
  select v.*
  from customers c
  join mv_customer_segments v on v.customer_id = c.id
  where (select is_broad from breadth) and (select count(*) < :first::integer from ahead)
    and customer_words(c.name, c.email) @@ to_tsquery('pg_catalog.simple', lower(:search::text collate "und-x-icu"))
    and (:segments::text[] is null or is_among(v.segment::text, :segments::text[]))
  union all
  select v.*
  from customers c
  join mv_customer_segments v on v.customer_id = c.id
  where :search::text is null and is_among(v.segment::text, :segments::text[])
    and (select count(*) < :first::integer from ahead)
),
page as (
  select v.*
  from ahead
  join mv_customer_segments v using (customer_id)
  where :search::text is null and :segments::text[] is null or (select count(*) >= :first::integer from ahead)
  union all
  (
    select f.*
    from place a
    join found f on case :sort::text
      when 'REVENUE' then f.total_spent < a.spent or f.total_spent = a.spent and f.customer_id > a.id
      when 'ORDERS' then f.order_count < a.orders or f.order_count = a.orders and f.customer_id > a.id
      when 'LAST_ORDER' then coalesce(f.last_order_date, '-infinity') < a.day
        or coalesce(f.last_order_date, '-infinity') = a.day and f.customer_id > a.id
      else (f.name collate "und-x-icu", f.customer_id) > (a.name, a.id)
    end
    order by
      case :sort::text when 'REVENUE' then f.total_spent when 'ORDERS' then f.order_count end desc,
      case when :sort::text = 'LAST_ORDER' then coalesce(f.last_order_date, '-infinity') end desc,
      case when :sort::text = 'NAME' then f.name end collate "und-x-icu",
      f.customer_id
    limit :first::integer
  )
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
  p.recency_score as recency,
  p.frequency_score as frequency,
  p.monetary_score as monetary,
  case
    when not :with_count::boolean then null
    when :search::text is null then (
      select coalesce(sum(n.customers), 0)
      from mv_customer_counts n
      where (:segments::text[] is null or is_among(n.segment::text, :segments::text[]))
    )
    when not (select is_broad from breadth) then (select count(*) from found)
  end::float8 as total,
  s.as_of,
  s.generation::float8 as generation,
  s.epoch::text as epoch
from view_state s
left join page p on true
where s.name = 'mv_customer_segments'
order by
  case :sort::text when 'REVENUE' then p.total_spent when 'ORDERS' then p.order_count end desc,
  case when :sort::text = 'LAST_ORDER' then coalesce(p.last_order_date, '-infinity') end desc,
  case when :sort::text = 'NAME' then p.name end collate "und-x-icu",
  p.customer_id
