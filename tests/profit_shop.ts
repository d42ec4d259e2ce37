/** For tests: a small shop with every kind of rep, segment, category and line that profit is told by. */
import { id, run } from "./by_hand.ts";

export const reps = { ann: id(1), bob: id(2), cy: id(3), dee: id(4), never: id(5) } as const;
export const categories = { home: id(11), lamps: id(12), desk: id(13), empty: id(14) } as const;
export const products = { arc: id(21), beam: id(22), cup: id(23), loose: id(24), unsold: id(25) } as const;

/** Before the first and after the last order. */
export const first = Temporal.Instant.from("2024-01-01T00:00:00Z");
export const last = Temporal.Instant.from("2024-04-15T00:00:00Z");

// Home has no products of its own, Empty and what is below it none at all; Cy has no rate, Dee no region.
const parties = `
  insert into sales_representatives (id, name, region, commission_rate) values
    ('${reps.ann}', 'Ann', 'West', 5), ('${reps.bob}', 'Bob', 'West', 12.5), ('${reps.cy}', 'Cy', 'East', null),
    ('${reps.dee}', 'Dee', null, 0.33), ('${reps.never}', 'Never', 'North', 50);
  insert into categories (id, name, parent_id) values
    ('${categories.home}', 'Home', null), ('${categories.lamps}', 'Lamps', '${categories.home}'),
    ('${categories.desk}', 'Desk', '${categories.lamps}'), ('${categories.empty}', 'Empty', null);
  insert into products (id, name, category_id, selling_price) values
    ('${products.arc}', 'Arc', '${categories.lamps}', 10), ('${products.beam}', 'Beam', '${categories.desk}', 10),
    ('${products.cup}', 'Cup', '${categories.desk}', 10), ('${products.loose}', 'Loose', null, 10),
    ('${products.unsold}', 'Unsold', null, 10);`;

// Orders crowd the nights that clocks change in and the ends of months; a quarter of them is no sale.
const sales = `
  select setseed(0.7);
  with nights (at) as (values
    ('2024-03-31T00:30Z'::timestamptz), ('2024-03-10T06:30Z'), ('2024-02-29T22:00Z'), ('2024-04-06T14:30Z'))
  insert into orders (id, sales_rep_id, customer_segment, order_date, total_amount, status)
    select ('10000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid,
      (array['${reps.ann}', '${reps.bob}', '${reps.cy}', '${reps.dee}', null])[1 + floor(random() * 5)::int]::uuid,
      (array['Gold', 'Basic', null])[1 + floor(random() * 3)::int],
      case when random() < 0.3
        then (select at from nights order by md5(at::text || i) limit 1) + random() * interval '3 hours'
        else '2024-01-01'::timestamptz + random() * interval '100 days' end,
      (random() * 130 - 20)::numeric(19,4),
      (array['completed', 'completed', 'completed', 'pending'])[1 + floor(random() * 4)::int]
    from generate_series(1, 700) i;
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select o.id, o.order_date, p.id, (array[-2, -1, 1, 2, 3, 4])[1 + floor(random() * 6)::int], 10,
      (random() * 90 - 15)::numeric(19,4), case when random() < 0.2 then null else (random() * 30)::numeric(23,8) end
    from orders o
    cross join lateral (
      select id from products where name <> 'Unsold' order by md5(id::text || o.id::text) limit abs(hashtext(o.id::text)) % 4
    ) p;`;

// Before the first drain after it: sold, given to another rep and segment, taken back, cancelled, gone, moved to another day.
const changes = `
  insert into orders (id, sales_rep_id, customer_segment, order_date, total_amount) values
    ('${id(91)}', '${reps.cy}', 'Gold', '2024-03-05T12:00Z', 77.7777), ('${
  id(92)
}', null, null, '2024-03-30T23:30Z', 10),
    ('${id(93)}', '${reps.ann}', 'New', '2024-02-14T09:00Z', -5);
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost) values
    ('${id(91)}', '2024-03-05T12:00Z', '${products.arc}', 3, 20, 60, 1.23456789),
    ('${id(91)}', '2024-03-05T12:00Z', '${products.loose}', 1, 20, 17.7777, null),
    ('${id(93)}', '2024-02-14T09:00Z', '${products.beam}', -1, 5, -5, 2);
  update orders set sales_rep_id = '${reps.bob}', customer_segment = 'Basic'
    where id in (select id from orders where sales_rep_id = '${reps.ann}' order by id limit 5);
  update orders set status = 'cancelled' where id in (select id from orders where status = 'completed' order by id limit 7);
  update orders set order_date = order_date + interval '40 hours'
    where id in (select id from orders where order_date < '2024-03-25' order by id desc limit 4);
  delete from orders where id in (select id from orders where sales_rep_id is null order by id desc limit 4);
  delete from order_items where order_id in (select id from orders where sales_rep_id = '${reps.dee}' order by id limit 4);
  update order_items set unit_cost = 3 where product_id = '${products.cup}' and order_date >= '2024-03-01'
    and order_date < '2024-03-20' and unit_cost is null;`;

/** Fills an empty database; a rep, a category and a product never sell. */
export async function fillProfitShop(url: string): Promise<void> {
  await run(url, `select create_order_months('2024-01-01', '2024-05-01'); ${parties} ${sales}`);
}

/** Names and reps alone. */
export async function fillParties(url: string): Promise<void> {
  await run(url, parties);
}

/** Changes sales in every way that the aggregates may not know of yet. */
export async function changeProfitShop(url: string): Promise<void> {
  await run(url, changes);
}
