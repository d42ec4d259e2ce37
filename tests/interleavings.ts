/** For tests: in which order writers and drains may meet. Each must end right; most were the end of some other method. */
import type { Interleaving, Step } from "./interleave.ts";

// One hour of one day, unless a case is about others.
const hour = "'2024-01-10T15:00Z'";
const order = (name: string, rest = "10") => `select place('${name}', ${hour}, ${rest});`;
const pending = "5, 'ada', 'pending'";
const atHome = "update products set category_id = case when id = id('lamp') then id('home') end;";

/** Writers against drains. */
export const races: readonly Interleaving[] = [
  { name: "one after another", steps: [{ a: order("o1") }, "drain", { a: order("o2") }, "check"] },
  {
    name: "a transaction begins before a drain and commits after it",
    steps: [
      { a: "begin" },
      { a: order("late") },
      { b: order("o2") },
      "drain",
      "check",
      { a: "commit" },
      "check",
    ],
  },
  {
    name: "a transaction begins before two drains, and another commits between them",
    steps: [
      { a: "begin" },
      { a: "select 1 from orders" },
      "drain",
      { b: order("o2") },
      { a: order("late") },
      "drain",
      { a: "commit" },
    ],
  },
  {
    name: "a writer commits while a drain rebuilds the same hour",
    steps: [{ a: order("o1") }, { hold: "rebuild" }, { b: order("o2") }, "check", "go on", "check"],
  },
  {
    name: "a writer commits after a drain has rebuilt the same hour",
    steps: [{ a: order("o1") }, { hold: "finish" }, { b: order("o2") }, "check", "go on", "check"],
  },
  {
    name: "a writer rolls back",
    steps: [{ a: "begin" }, { a: order("o1") }, { b: order("o2") }, "drain", { a: "rollback" }, "check"],
  },
  {
    name: "a writer rolls back while a drain is held",
    steps: [
      { b: order("o2") },
      { a: "begin" },
      { a: order("o1") },
      { hold: "rebuild" },
      { a: "rollback" },
      "go on",
    ],
  },
  {
    name: "an order, then its lines in another transaction",
    steps: [
      { a: order("o1") },
      { a: "begin" },
      { a: "select add_line('o1', 'lamp', 4)" },
      { b: "select add_line('o1', 'desk', 6)" },
      "drain",
      "check",
      { a: "commit" },
    ],
  },
  {
    name: "lines commit while a drain has taken their order",
    steps: [
      { a: order("o1") },
      { hold: "rebuild" },
      { b: "select add_line('o1', 'desk', 6)" },
      "go on",
      "check",
    ],
  },
  {
    name: "lines are taken while their order changes hands",
    before: order("o1"),
    steps: [
      { a: "select add_line('o1', 'lamp', 4)" },
      { hold: "rebuild" },
      { b: "update orders set customer_id = id('bob'), sales_rep_id = id('rep') where id = id('o1')" },
      "check",
      "go on",
      "check",
    ],
  },
  ...bothCommitOrders("an order is completed, and gets a line", {
    before: order("o1", pending) + "select add_line('o1', 'lamp', 10);",
    a: "update orders set status = 'completed' where id = id('o1')",
    b: "select add_line('o1', 'desk', 5)",
  }),
  ...bothCommitOrders("an order is cancelled, and gets a line", {
    before: order("o1") + "select add_line('o1', 'lamp', 10);",
    a: "update orders set status = 'cancelled' where id = id('o1')",
    b: "select add_line('o1', 'desk', 5)",
  }),
  ...bothCommitOrders("an order is completed, and loses a line", {
    before: order("o1", pending) + "select add_line('o1', 'lamp', 10), add_line('o1', 'desk', 5);",
    a: "update orders set status = 'completed' where id = id('o1')",
    b: "delete from order_items where id = id('o1desk')",
  }),
  ...bothCommitOrders("an order changes reps, and one of its lines its amount", {
    before: order("o1", "10, rep => 'rep'") + "select add_line('o1', 'lamp', 10);",
    a: "update orders set sales_rep_id = id('lead'), customer_segment = 'VIP' where id = id('o1')",
    b: "update order_items set total_price = 7 where id = id('o1lamp')",
  }),
  ...bothCommitOrders("an order becomes a return, and one of its lines another product's", {
    before: order("o1") + "select add_line('o1', 'lamp', 10);",
    a: "update orders set total_amount = -10 where id = id('o1')",
    b: "update order_items set product_id = id('desk') where id = id('o1lamp')",
  }),
  {
    name: "an order is deleted with its lines",
    before: order("o1") + order("o2") + "select add_line('o1', 'lamp', 10);",
    steps: [{ a: "delete from orders where id = id('o1')" }, "check"],
  },
  ...whileHeld("an order is deleted with its lines", {
    before: order("o1") + "select add_line('o1', 'lamp', 10);",
    first: "select add_line('o1', 'desk', 3)",
    then: "delete from orders where id = id('o1')",
  }),
  ...whileHeld("an order moves to another month with its lines", {
    before: order("o1") + "select add_line('o1', 'lamp', 10);",
    first: "update orders set total_amount = 11 where id = id('o1')",
    then: "update orders set order_date = '2024-02-20' where id = id('o1')",
  }),
  ...whileHeld("an order moves back while its move is drained", {
    before: order("o1") + "select add_line('o1', 'lamp', 10);",
    first: "update orders set order_date = '2024-02-20' where id = id('o1')",
    then: `update orders set order_date = ${hour} where id = id('o1')`,
  }),
  ...whileHeld("two customers become one", {
    before: order("o1") + order("o2", "20, 'bob'") + "select add_line('o1', 'lamp', 10);",
    first: "select place('o3', '2024-01-12T15:00Z', 5, 'bob')",
    then:
      "update orders set customer_id = id('ada') where customer_id = id('bob'); delete from customers where id = id('bob')",
  }),
  ...bothCommitOrders("a product moves, and one of its lines changes", {
    before: atHome + order("o1") + "select add_line('o1', 'lamp', 10), add_line('o1', 'desk', 5);",
    a: "update products set category_id = case when id = id('lamp') then null else id('home') end",
    b: "update order_items set total_price = total_price + 2",
  }),
  ...whileHeld("a product moves there and back", {
    before: atHome + order("o1") + "select add_line('o1', 'lamp', 10);",
    first: "update products set category_id = null where id = id('lamp')",
    then: "update products set category_id = id('home') where id = id('lamp')",
  }),
  ...whileHeld("a product is listed and sold", {
    before: "delete from products where id = id('vase');" + order("o1"),
    first: "select add_line('o1', 'lamp', 10)",
    then:
      "insert into products (id, name, category_id, selling_price) values (id('vase'), 'Vase', id('home'), 1); select add_line('o1', 'vase', 3)",
  }),
  {
    name: "a drain begins and ends while another is held",
    steps: [{ a: order("o1") }, { hold: "finish" }, { b: order("o2") }, "drain", "check", "go on", "check"],
  },
  {
    name: "two drains take the same",
    before: order("o1"),
    steps: [{ a: "update orders set total_amount = 20" }, { hold: "rebuild" }, "drain", "go on"],
  },
  {
    name: "a range is touched around what a drain holds",
    steps: [
      { a: order("o1") },
      { hold: "rebuild" },
      { b: `${order("o2")} select touch_range('2024-01-09', '2024-01-12')` },
      "go on",
      "check",
    ],
  },
];

interface Two {
  readonly before: string;
  readonly a: string;
  readonly b: string;
}

/** Two transactions that do not see each other, committed either way round, with a drain between and with one held. */
function bothCommitOrders(name: string, { before, a, b }: Two): readonly Interleaving[] {
  const begun: readonly Step[] = [{ a: "begin" }, { b: "begin" }, { a }, { b }];
  return [
    {
      name: `${name}, in this order`,
      before,
      steps: [...begun, { a: "commit" }, "drain", "check", { b: "commit" }, "check"],
    },
    {
      name: `${name}, the other way round`,
      before,
      steps: [...begun, { b: "commit" }, "drain", "check", { a: "commit" }, "check"],
    },
    {
      name: `${name}, while a drain is held`,
      before,
      steps: [...begun, { a: "commit" }, { hold: "rebuild" }, { b: "commit" }, "check", "go on", "check"],
    },
  ];
}

interface Twice {
  readonly before: string;
  readonly first: string;
  readonly then: string;
}

/** Something changes again while a drain of its first change is held, at either point. */
function whileHeld(name: string, { before, first, then }: Twice): readonly Interleaving[] {
  return (["rebuild", "finish"] as const).map((hold) => ({
    name: `${name}, with a drain before its ${hold}`,
    before,
    steps: [{ a: first }, { hold }, { b: then }, "check", "go on", "check"],
  }));
}
