-- The oldest touched rows that name a key, each with its local date; of an order all there are, since who has it now may be named
-- by any of them. Returns how many, and whether products are among them.
with picked as materialized (
  select id, order_id from touched
  where kind <> 'range' and coalesce(retry_at <= transaction_timestamp(), true)
  order by id
  limit :batch::integer
),
due as (
  select id from picked
  union
  select t.id from touched t
  -- Where the batch is not full, there is nothing else.
  where (select count(*) from picked) = :batch::integer
    and t.kind = 'order' and t.order_id in (select order_id from picked) and coalesce(t.retry_at <= transaction_timestamp(), true)
),
gone as (
  delete from touched t using due d where t.id = d.id
  returning t.kind, t.at, t.order_id, t.customer_id, t.sales_rep_id, t.product_id, t.tries
),
stored as (
  insert into taken (kind, at, order_id, customer_id, sales_rep_id, product_id, tries, day)
  select kind, at, order_id, customer_id, sales_rep_id, product_id, tries, (at at time zone :zone::text)::date from gone
  returning kind
)
select count(*)::integer as taken, coalesce(bool_or(kind in ('product', 'listed_product')), false) as products from stored
