-- What the bench alone needs, apart from the product's own tables.
create schema bench;

-- From 0 up to, never reaching, 1: what seed and stream decide, whoever computes it and in which order.
create function bench.unit(seed bigint, stream integer) returns float8 language sql immutable parallel safe as $$
  select (hashint8extended(seed, stream) & 2147483647) / 2147483648.0::float8
$$;

-- The orders of a day, from its orders' first number on, at the hours that people buy in.
create function bench.orders_of(
  day date, zone text, first_number bigint, amount integer, customers integer, reps integer
) returns table (
  id uuid, number bigint, order_date timestamptz, customer_id uuid, sales_rep_id uuid, customer_segment text, sign integer,
  status text, lines integer
) language sql stable parallel safe as $$
  select
    -- As version 7 is: time first, so that new rows lie together.
    (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || 'a'
      || substr(md5(n::text), 4, 15))::uuid,
    n, at,
    case when not guest then md5('customer ' || customer)::uuid end,
    case when customer % 3 > 0 then md5('rep ' || customer % reps)::uuid end,
    case when not guest then (array['Premium', 'Regular', 'Regular', 'New'])[1 + customer % 4] end,
    case when bench.unit(n, 4) < 0.02 then -1 else 1 end,
    case when bench.unit(n, 5) < 0.03 then 'cancelled' when bench.unit(n, 5) < 0.04 then 'pending' else 'completed' end,
    (array[1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 5])[1 + floor(bench.unit(n, 6) * 20)::integer]
  from (
    select
      n,
      (day::timestamp + make_interval(
        hours => (array[0, 6, 7, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 14, 15, 16, 16, 17, 17, 18, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 22, 23])
          [1 + floor(bench.unit(n, 1) * 32)::integer],
        secs => 3600 * bench.unit(n, 2))) at time zone zone as at,
      floor(customers * power(bench.unit(n, 3), 1.5))::integer as customer,
      bench.unit(n, 7) < 0.05 as guest
    from generate_series(first_number, first_number + amount - 1) n
  ) numbered
$$;

-- The lines of an order. A few products sell often, and most of them now and then.
create function bench.lines_of(number bigint, lines integer, products integer) returns table (
  product_id uuid, quantity integer, unit_price numeric, unit_cost numeric
) language sql immutable parallel safe as $$
  select md5('product ' || product)::uuid, quantity, 5.95 + product % 300,
    case when product % 50 > 0 then round((5 + product % 300) * 0.6, 2) end
  from (
    select floor(products * power(bench.unit(number * 8 + i, 8), 2))::integer as product,
      1 + floor(3 * bench.unit(number * 8 + i, 9))::integer as quantity
    from generate_series(1, lines) i
  ) drawn
$$;

-- A thousand changed orders, each written as a shop writes them: 500 new ones of one day, 300 whose status flips and 200
-- whose amount or date is put right, of that day and the days before it.
create function bench.change_orders(
  round integer, day date, first_day date, zone text, customers integer, reps integer, products integer
) returns void language plpgsql as $$
declare
  made record;
  found record;
begin
  for made in select * from bench.orders_of(day, zone, 600000000 + round * 1000, 500, customers, reps) loop
    insert into orders (id, order_date, customer_id, sales_rep_id, customer_segment, total_amount)
      values (made.id, made.order_date, made.customer_id, made.sales_rep_id, made.customer_segment, 100 * made.sign);
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select made.id, made.order_date, l.product_id, made.sign * l.quantity, l.unit_price,
        made.sign * l.quantity * l.unit_price, l.unit_cost
      from bench.lines_of(made.number, made.lines, products) l;
  end loop;
  for found in
    select id, order_date, status, row_number() over () as nth
    from (
      select id, order_date, status from orders
      where order_date >= first_day::timestamp at time zone zone and order_date < (day + 1)::timestamp at time zone zone
      order by uuid_hash_extended(id, round) limit 500
    ) picked
  loop
    if found.nth <= 300 then
      update orders set status = case status when 'completed' then 'cancelled' else 'completed' end
        where id = found.id and order_date = found.order_date;
    elsif found.nth <= 400 then
      update orders set total_amount = total_amount + 1 where id = found.id and order_date = found.order_date;
      update order_items set total_price = total_price + 1
        where order_id = found.id and order_date = found.order_date;
    else
      update orders set order_date = order_date - interval '61 minutes'
        where id = found.id and order_date = found.order_date;
    end if;
  end loop;
end
$$;
