-- With their lines.
delete from orders
where id = any(:ids::uuid[]) and order_date between :earliest::text::timestamptz and :latest::text::timestamptz
