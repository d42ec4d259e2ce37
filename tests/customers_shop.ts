/** For tests: a small shop whose customers come, come back and stay away over a year and a half. */
import { id, run } from "./by_hand.ts";

export const people = { first: 101, count: 60 } as const;
export const reps = { ann: id(1), bob: id(2), cy: id(3) } as const;
export const products = { arc: id(21), beam: id(22), cup: id(23) } as const;
export const categories = { home: id(11), lamps: id(12) } as const;

/** Just past the last of its orders. */
export const last = Temporal.Instant.from("2012-01-05T00:00:00Z");

// Customers come to know of the shop one after another, and most of them come more and more seldom; many orders lie in the
// hours around the ends of months. The last five never order.
const filling = `
  select setseed(0.17), create_order_months('2011-02-01', '2011-04-01');
  insert into categories (id, name) values ('${categories.home}', 'Home');
  insert into categories (id, name, parent_id) values ('${categories.lamps}', 'Lamps', '${categories.home}');
  insert into products (id, name, category_id, selling_price) values
    ('${products.arc}', 'Arc', '${categories.lamps}', 10), ('${products.beam}', 'Beam', '${categories.home}', 10),
    ('${products.cup}', 'Cup', null, 10);
  insert into sales_representatives (id, name, region) values
    ('${reps.ann}', 'Ann', 'West'), ('${reps.bob}', 'Bob', 'East'), ('${reps.cy}', 'Cy', null);
  -- The customers' numbers go on from here: over the bound of two chunks.
  insert into agg_customer_numbers (customer_id, number) values (new_id(), 16379);
  insert into customers (id, name, email, segment)
    select ('00000000-0000-4000-8000-' || lpad((${people.first - 1} + i)::text, 12, '0'))::uuid,
      (array['Ada', 'Bo', 'Émile', 'zoe', 'O''Hara'])[1 + i % 5] || ' ' || (array['Lovelace', 'Young', 'Van-Dyk'])[1 + i % 3],
      case when i % 4 > 0 then 'c' || i || '@' || (array['shop', 'mail'])[1 + i % 2] || '.example' end,
      (array['Gold', 'Basic', null])[1 + i % 3]
    from generate_series(1, ${people.count}) i;
  insert into orders (customer_id, sales_rep_id, customer_segment, order_date, total_amount, status)
    select
      case when random() < 0.07 then null
        else ('00000000-0000-4000-8000-' || lpad((${people.first} + buyer)::text, 12, '0'))::uuid end,
      (array['${reps.ann}', '${reps.bob}', '${reps.cy}', null]::uuid[])[1 + floor(random() * 4)::int],
      (array['Gold', 'Basic', null])[1 + floor(random() * 3)::int],
      case when random() < 0.4
        then date_trunc('month', at, 'UTC') - interval '14 hours' + random() * interval '28 hours' else at end,
      (random() * 200 - 25)::numeric(19,4),
      (array['completed', 'completed', 'completed', 'completed', 'pending', 'cancelled'])[1 + floor(random() * 6)::int]
    from (
      select i % ${people.count - 5} as buyer, '2010-08-01'::timestamptz + least(
          (i % ${people.count - 5}) * interval '5 days' + power(random(), 1.5) * interval '480 days',
          interval '518 days' + random() * interval '3 days'
        ) as at
      from generate_series(1, 420) i
    ) visits;
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select o.id, o.order_date, p.id, case when o.total_amount < 0 then -1 else 1 + floor(random() * 3)::int end, 10,
      (o.total_amount * (0.3 + random() * 0.3))::numeric(19,4),
      case when random() < 0.2 then null else (random() * 30)::numeric(23,8) end
    from orders o
    cross join lateral (
      select id from products order by md5(id::text || o.id::text) limit 1 + abs(hashtext(o.id::text)) % 2
    ) p;`;

export async function fillCustomersShop(url: string): Promise<void> {
  await run(url, filling);
}

/** Orders that come, go, and are another customer's, of all times and today: undrained until somebody drains. */
export async function changeCustomersShop(url: string): Promise<void> {
  await run(
    url,
    `select setseed(0.5);
    insert into orders (customer_id, sales_rep_id, customer_segment, order_date, total_amount)
      select ('00000000-0000-4000-8000-' || lpad((${people.first} + i * 7 % ${people.count})::text, 12, '0'))::uuid,
        '${reps.ann}', 'Gold', at::timestamptz, amount
      from unnest(
        '{2010-07-20T12:00Z,2010-12-31T23:30Z,2011-03-13T06:59Z,2011-11-06T05:30Z,2012-01-04T12:00Z,2012-01-04T13:00Z}'::text[],
        '{10,20,30,40,50,-5}'::numeric[]
      ) with ordinality o (at, amount, i);
    insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select id, order_date, '${products.cup}', 1, 10, 9, 4 from orders where order_date >= '2012-01-04T12:00Z';
    delete from orders where id in (select id from orders where status = 'completed' order by order_date limit 2);
    update orders set status = 'cancelled'
      where id in (select id from orders where status = 'completed' and order_date > '2011-06-01' order by order_date limit 2);
    update orders set customer_id = '${id(people.first + 3)}'
      where id in (select id from orders where status = 'completed' and order_date > '2011-10-01' order by order_date limit 2);
    update orders set total_amount = -total_amount
      where id in (select id from orders where status = 'completed' and order_date > '2011-02-01' order by order_date limit 1)`,
  );
}
