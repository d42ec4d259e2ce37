-- The oldest touched rows that name a key, each with its local date. Returns how many, and whether products are among them.
with picked as (
  select id from touched
  where kind <> 'range' and coalesce(retry_at <= transaction_timestamp(), true)
  order by id
  limit :batch::integer
),
gone as (
  delete from touched t using picked p where t.id = p.id
  returning t.kind, t.at, t.order_id, t.customer_id, t.sales_rep_id, t.product_id, t.tries
),
stored as (
  insert into taken (kind, at, order_id, customer_id, sales_rep_id, product_id, tries, day)
  select kind, at, order_id, customer_id, sales_rep_id, product_id, tries, (at at time zone :zone::text)::date from gone
  returning kind
)
select count(*)::integer as taken, coalesce(bool_or(kind in ('product', 'listed_product')), false) as products from stored
