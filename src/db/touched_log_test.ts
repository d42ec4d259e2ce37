/** What single statements log as touched: by every kind of them, once, and nothing for what alters no number. */
import { testCases } from "./touched_log_testing.ts";

const order = (values: string) =>
  `insert into orders (id, customer_id, sales_rep_id, order_date, total_amount, status) values ${values}`;
const line = (values: string) =>
  `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price) values ${values}`;

testCases("orders that come and go", [
  {
    write: order("(id('n'), id('ada'), id('rep'), '2024-01-20', 1, 'completed')"),
    logs: ["order 01-20 00:00 n ada rep"],
  },
  { write: order("(id('n'), null, null, '2024-01-20', 1, 'completed')"), logs: ["order 01-20 00:00 n"] },
  { write: order("(id('n'), id('ada'), null, '2024-01-20', 1, 'pending')"), logs: [] },
  {
    write: order(`(id('n'), id('ada'), null, '2024-01-20', 1, 'completed'),
      (id('m'), id('bob'), null, '2024-02-20', 1, 'completed'), (id('z'), null, null, '2024-02-20', 1, 'cancelled')`),
    logs: ["order 01-20 00:00 n ada", "order 02-20 00:00 m bob"],
  },
  { write: order("(id('n'), null, null, '2019-01-20', 1, 'completed')"), logs: ["order 01-20 00:00 n"] },
  {
    write:
      "insert into orders (id, order_date, total_amount) select id, order_date, 1 from orders where false",
    logs: [],
  },
  {
    write: "insert into orders_2024_01 (id, order_date, total_amount) values (id('n'), '2024-01-20', 1)",
    logs: ["order 01-20 00:00 n"],
  },
  {
    write: "insert into orders_default (id, order_date, total_amount) values (id('n'), '2019-01-20', 1)",
    logs: ["order 01-20 00:00 n"],
  },
  { write: "delete from orders where id = id('b')", logs: ["order 01-11 10:00 b ada"] },
  { write: "delete from orders_2024_01 where id = id('b')", logs: ["order 01-11 10:00 b ada"] },
  { write: "delete from orders where id in (id('p'), id('x'))", logs: ["line 01-13 10:00 p lamp"] },
  { write: "delete from orders where id = id('nobody')", logs: [] },
  {
    write: "delete from orders where id = id('a')",
    logs: ["line 01-10 10:00 a desk", "line 01-10 10:00 a lamp", "order 01-10 10:00 a ada rep"],
  },
  {
    write: "delete from orders_default where id = id('d')",
    logs: ["line 05-05 10:00 d pen", "order 05-05 10:00 d bob"],
  },
]);

testCases("orders that change", [
  { write: "update orders set total_amount = 11 where id = id('a')", logs: ["order 01-10 10:00 a ada rep"] },
  {
    write: "update orders_2024_01 set total_amount = 11 where id = id('a')",
    logs: ["order 01-10 10:00 a ada rep"],
  },
  {
    write: "update orders_default set total_amount = 11 where id = id('d')",
    logs: ["order 05-05 10:00 d bob"],
  },
  {
    write: "update orders set customer_segment = 'VIP' where id = id('b')",
    logs: ["order 01-11 10:00 b ada"],
  },
  {
    write: "update orders set customer_id = id('bob') where id = id('a')",
    logs: ["order 01-10 10:00 a ada rep", "order 01-10 10:00 a bob rep"],
  },
  {
    write: "update orders set customer_id = null where id = id('b')",
    logs: ["order 01-11 10:00 b", "order 01-11 10:00 b ada"],
  },
  {
    write: "update orders set sales_rep_id = id('lead') where id = id('a')",
    logs: ["order 01-10 10:00 a ada lead", "order 01-10 10:00 a ada rep"],
  },
  { write: "update orders set status = 'cancelled' where id = id('b')", logs: ["order 01-11 10:00 b ada"] },
  {
    write: "update orders set status = 'completed' where id in (id('p'), id('x'))",
    logs: ["order 01-13 10:00 p bob", "order 01-14 10:00 x bob"],
  },
  { write: "update orders set status = 'cancelled', customer_id = null where id = id('p')", logs: [] },
  { write: "update orders set total_amount = 99, order_date = '2024-01-15' where id = id('x')", logs: [] },
  { write: "update orders set total_amount = total_amount, status = status", logs: [] },
  { write: "update orders set created_at = '2001-01-01'", logs: [] },
  { write: "update orders set total_amount = 1 where id = id('nobody')", logs: [] },
  {
    write:
      "update orders set total_amount = case id when id('a') then 11 else 10 end where id in (id('a'), id('b'))",
    logs: ["order 01-10 10:00 a ada rep"],
  },
  {
    write: "update orders set order_date = '2024-01-12T10:00Z' where id = id('b')",
    logs: ["order 01-11 10:00 b ada", "order 01-12 10:00 b ada"],
  },
  {
    write: "update orders set order_date = '2024-02-12T10:00Z' where id = id('a')",
    logs: [
      "line 01-10 10:00 a desk",
      "line 01-10 10:00 a lamp",
      "line 02-12 10:00 a desk",
      "line 02-12 10:00 a lamp",
      "order 01-10 10:00 a ada rep",
      "order 02-12 10:00 a ada rep",
    ],
  },
  {
    write: "update orders set order_date = '2024-01-12' where id = id('d')",
    logs: [
      "line 01-12 00:00 d pen",
      "line 05-05 10:00 d pen",
      "order 01-12 00:00 d bob",
      "order 05-05 10:00 d bob",
    ],
  },
  {
    write: "update orders set order_date = '2020-05-05' where id = id('b')",
    logs: ["order 01-11 10:00 b ada", "order 05-05 00:00 b ada"],
  },
  {
    write:
      `update orders set order_date = case id when id('b') then '2024-02-12T10:00Z'::timestamptz else '2024-01-11T10:00Z' end
      where id in (id('b'), id('c'))`,
    logs: [
      "line 01-11 10:00 c lamp",
      "line 02-12 10:00 c lamp",
      "order 01-11 10:00 b ada",
      "order 01-11 10:00 c",
      "order 02-12 10:00 b ada",
      "order 02-12 10:00 c",
    ],
  },
]);

testCases("lines", [
  { write: line("(id('b'), '2024-01-11T10:00Z', id('pen'), 1, 1, 1)"), logs: ["line 01-11 10:00 b pen"] },
  {
    write: line(
      `(id('b'), '2024-01-11T10:00Z', id('pen'), 1, 1, 1), (id('b'), '2024-01-11T10:00Z', id('pen'), 2, 1, 2),
      (id('c'), '2024-02-12T10:00Z', id('lamp'), 2, 1, 2)`,
    ),
    logs: ["line 01-11 10:00 b pen", "line 02-12 10:00 c lamp"],
  },
  {
    write:
      `insert into order_items_2024_01 (order_id, order_date, product_id, quantity, unit_price, total_price)
      values (id('b'), '2024-01-11T10:00Z', id('pen'), 1, 1, 1)`,
    logs: ["line 01-11 10:00 b pen"],
  },
  // An order that is pending may be completed at the same time, by someone whose change is not seen here.
  { write: line("(id('p'), '2024-01-13T10:00Z', id('pen'), 1, 1, 1)"), logs: ["line 01-13 10:00 p pen"] },
  { write: "update order_items set quantity = 2 where id = id('a1')", logs: ["line 01-10 10:00 a lamp"] },
  {
    write: "update order_items_2024_01 set total_price = 4 where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp"],
  },
  { write: "update order_items set unit_cost = 4 where id = id('a1')", logs: ["line 01-10 10:00 a lamp"] },
  {
    write: "update order_items set product_id = id('pen') where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp", "line 01-10 10:00 a pen"],
  },
  {
    write: "update order_items set order_id = id('b'), order_date = '2024-01-11T10:00Z' where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp", "line 01-11 10:00 b lamp"],
  },
  {
    write: "update order_items set order_id = id('c'), order_date = '2024-02-12T10:00Z' where id = id('a1')",
    logs: ["line 01-10 10:00 a lamp", "line 02-12 10:00 c lamp"],
  },
  // What only its own line shows is in no aggregate.
  { write: "update order_items set unit_price = 7, quantity = quantity", logs: [] },
  { write: "delete from order_items where id = id('a1')", logs: ["line 01-10 10:00 a lamp"] },
  {
    write: "delete from order_items_2024_01 where order_id = id('a')",
    logs: ["line 01-10 10:00 a desk", "line 01-10 10:00 a lamp"],
  },
  { write: "delete from order_items where false", logs: [] },
]);

testCases("statements that do several things at once", [
  {
    write: `${
      order(
        "(id('a'), null, null, '2024-01-10T10:00Z', 12, 'completed'), (id('n'), null, null, '2024-01-20', 1, 'completed')",
      )
    }
      on conflict (id, order_date) do update set total_amount = excluded.total_amount`,
    logs: ["order 01-10 10:00 a ada rep", "order 01-20 00:00 n"],
  },
  {
    write: `${order("(id('a'), null, null, '2024-01-10T10:00Z', 12, 'completed')")} on conflict do nothing`,
    logs: [],
  },
  {
    write:
      `merge into orders o using (values (id('a'), 1), (id('b'), 2), (id('n'), 3)) n (id, amount) on n.id = o.id
      when matched and n.amount = 1 then delete
      when matched then update set total_amount = n.amount
      when not matched then insert (id, order_date, total_amount) values (n.id, '2024-02-20', n.amount)`,
    logs: [
      "line 01-10 10:00 a desk",
      "line 01-10 10:00 a lamp",
      "order 01-10 10:00 a ada rep",
      "order 01-11 10:00 b ada",
      "order 02-20 00:00 n",
    ],
  },
  {
    write: `with gone as (delete from order_items where id = id('a1') returning *)
      insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price)
      select order_id, order_date, id('pen'), quantity, unit_price, total_price from gone`,
    logs: ["line 01-10 10:00 a lamp", "line 01-10 10:00 a pen"],
  },
  {
    write:
      `update orders set total_amount = 11 where id = id('a'); update orders set total_amount = 12 where id = id('a')`,
    logs: ["order 01-10 10:00 a ada rep", "order 01-10 10:00 a ada rep"],
  },
]);

testCases("what names or groups sales", [
  { write: "update products set name = 'Lamp' where id = id('lamp')", logs: ["product"] },
  { write: "update products set category_id = id('work')", logs: ["product"] },
  { write: "update products set selling_price = 11", logs: ["product"] },
  { write: "update products set stock_quantity = stock_quantity - 1", logs: [] },
  { write: "update products set name = name", logs: [] },
  {
    write: "insert into products (name, selling_price) values ('Ink', 1), ('Cap', 1)",
    logs: ["listed_product"],
  },
  { write: "insert into customers (name) values ('Cy')", logs: ["listed_customer"] },
  { write: "insert into customers (name) select 'Nobody' where false", logs: [] },
  { write: "update customers set segment = 'VIP'", logs: ["customer"] },
  { write: "update customers set name = name", logs: [] },
  { write: "update categories set parent_id = id('home') where id = id('work')", logs: ["category"] },
  { write: "delete from categories where id = id('work')", logs: ["category"] },
  { write: "update sales_representatives set region = 'North'", logs: ["sales_rep"] },
  { write: "update sales_representatives set commission_rate = null", logs: [] },
]);

testCases("what a writer logs itself, where no trigger serves it", [
  {
    write: "select touch_order(id('a'), '2024-01-10', id('ada'), id('rep'))",
    logs: ["order 01-10 00:00 a ada rep"],
  },
  { write: "select touch_order(id('a'), '2024-01-10', null, null)", logs: ["order 01-10 00:00 a"] },
  { write: "select touch_line(id('a'), '2024-01-10', id('lamp'))", logs: ["line 01-10 00:00 a lamp"] },
  { write: "select touch_range('2024-01-10', '2024-02-01')", logs: ["range 01-10 00:00 02-01 00:00"] },
  {
    write: "select touch_range('2024-01-10', '2024-01-10'), touch_range('2024-01-10', '2024-01-09')",
    logs: [],
  },
  {
    write:
      "select touch_days(array['2024-01-10T10:00Z', '2024-01-10T11:00Z', '2024-01-12T00:00Z']::timestamptz[])",
    logs: ["range 01-10 00:00 01-11 00:00", "range 01-12 00:00 01-13 00:00"],
  },
  { write: "select touch_days('{}')", logs: [] },
  ...["product", "customer", "category", "sales_rep", "shop"].map((kind) => ({
    write: `select touch('${kind}')`,
    logs: [kind],
  })),
]);
