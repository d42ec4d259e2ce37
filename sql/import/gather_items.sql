-- Without ids of their own, an order's lines are told apart by their product; where it names one again, by how often
-- before. That id is a UUID version 3 (MD5) made from the first one's, since Postgres has no SHA-1.
insert into import_run.items (position, line, id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
select
  position, line,
  case when repeat = 1 then id else overlay(
    overlay(hash placing '3' from 13)
    placing substr('89ab', 1 + (('x' || substr(hash, 17, 1))::bit(4)::integer & 3), 1) from 17
  )::uuid end,
  order_id, date_of_order, product_id, quantity, unit_price, total_price, unit_cost
from (
  select *, case when repeat > 1 then md5(uuid_send(id) || int8send(repeat)) end as hash
  from (
    select l.*, o.position, o.order_date as date_of_order,
      row_number() over (partition by o.position, l.id order by l.line) as repeat
    from import_run.good_lines l join import_run.orders o on o.id = l.order_id
  ) numbered
) hashed
order by position
