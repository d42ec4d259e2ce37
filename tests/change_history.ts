/** For tests: histories of a shop, as plain data that fast-check can shrink, and what brings them about. */
import fc from "fast-check";
import type postgres from "postgres";

/** Numbers name rows: the n-th by id, counted around. Null is none: a guest, no rep, an unknown cost. */
export type Change =
  | { readonly kind: "sell"; readonly sale: Sale; readonly lines: readonly Line[]; readonly how: How }
  | { readonly kind: "settle" }
  | { readonly kind: "add line"; readonly order: number; readonly line: Line }
  | { readonly kind: "amend order"; readonly order: number; readonly total: number }
  | { readonly kind: "set status"; readonly order: number; readonly status: Status }
  | { readonly kind: "redate"; readonly order: number; readonly at: string }
  | { readonly kind: "reassign"; readonly order: number; readonly buyer: Buyer }
  | { readonly kind: "amend line"; readonly order: number; readonly line: Line }
  | { readonly kind: "remove line"; readonly order: number }
  | { readonly kind: "remove order"; readonly order: number }
  | { readonly kind: "raise prices"; readonly from: string; readonly hours: number }
  | { readonly kind: "merge customers"; readonly customer: number; readonly into: number }
  | { readonly kind: "move category"; readonly category: number; readonly isTop: boolean }
  | { readonly kind: "move product"; readonly product: number; readonly category: number | null }
  | { readonly kind: "load"; readonly at: string; readonly hours: number }
  | { readonly kind: "rewrite"; readonly from: number; readonly how: Rewriting };

type Status = "completed" | "pending" | "cancelled";
/** What becomes of an order and all that were made after it. */
type Rewriting = "raised" | "returned" | "cancelled" | "reassigned" | "delayed" | "removed";
/** Whether an order and its lines come in one transaction, in two, or in one that is committed later, by "settle". */
type How = "together" | "apart" | "late";

interface Buyer {
  readonly customer: number | null;
  readonly rep: number | null;
  readonly segment: string | null;
}

interface Sale extends Buyer {
  readonly at: string;
  readonly total: number;
  readonly status: Status;
}

interface Line {
  readonly product: number;
  readonly quantity: number;
  readonly price: number;
  readonly cost: number | null;
}

const customers = 6;
const products = 5;
const categories = 4;
/** Rows that a statement may touch without touching whole days: few, so that a history may have many large loads. */
const few = 20;

/** @param instant where in time changes lie, and what the questions will be about */
export function anyChange(instant: fc.Arbitrary<Temporal.Instant>): fc.Arbitrary<Change> {
  const at = instant.map(String);
  const order = fc.nat(40);
  const status = fc.constantFrom<Status>("completed", "completed", "completed", "pending", "cancelled");
  const total = fc.integer({ min: -20, max: 90 });
  const buyer = {
    customer: fc.option(fc.nat(customers - 1), { freq: 8 }),
    rep: fc.option(fc.nat(1)),
    segment: fc.option(fc.constantFrom("Gold", "Basic")),
  };
  const line = fc.record({
    product: fc.nat(products - 1),
    quantity: fc.constantFrom(1, 2, 3, -1),
    price: fc.nat(30),
    cost: fc.option(fc.nat(20)),
  });
  return fc.oneof(
    often(30, "sell", {
      sale: fc.record({ at, total, status, ...buyer }),
      lines: fc.array(line, { maxLength: 3 }),
      how: fc.constantFrom<How>("together", "apart", "late"),
    }),
    often(6, "settle", {}),
    often(10, "add line", { order, line }),
    often(9, "amend order", { order, total }),
    often(12, "set status", { order, status }),
    often(12, "redate", { order, at }),
    often(9, "reassign", { order, buyer: fc.record(buyer) }),
    often(6, "amend line", { order, line }),
    often(6, "remove line", { order }),
    often(9, "remove order", { order }),
    often(3, "raise prices", { from: at, hours: fc.integer({ min: 1, max: 2000 }) }),
    often(3, "merge customers", { customer: fc.nat(customers - 1), into: fc.nat(customers - 1) }),
    often(3, "move category", { category: fc.nat(categories - 1), isTop: fc.boolean() }),
    often(3, "move product", {
      product: fc.nat(products - 1),
      category: fc.option(fc.nat(categories - 1)),
    }),
    often(3, "load", {
      at,
      hours: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 50, max: 100 })),
    }),
    often(4, "rewrite", {
      from: order,
      how: fc.constantFrom<Rewriting>("raised", "returned", "cancelled", "reassigned", "delayed", "removed"),
    }),
  );
}

function often<K extends Change["kind"], T>(
  weight: number,
  kind: K,
  model: { readonly [F in keyof T]: fc.Arbitrary<T[F]> },
): { readonly weight: number; readonly arbitrary: fc.Arbitrary<{ readonly kind: K } & T> } {
  const named = fc.record<T>(model).map((fields) => ({ kind, ...fields }));
  return { weight, arbitrary: named };
}

export interface History {
  apply(change: Change): Promise<void>;
}

/**
 * @param sql one connection
 * @param late another, for transactions that are committed later
 */
export async function beginHistory(sql: postgres.Sql, late: postgres.Sql): Promise<History> {
  await makeShop(sql);
  let made = 0;
  let isLate = false;
  const nextId = () => `00000000-0000-7000-8000-${String(++made).padStart(12, "0")}`;

  async function settle(): Promise<void> {
    if (isLate) await late.unsafe("commit");
    isLate = false;
  }
  async function sell(sale: Sale, lines: readonly Line[], how: How): Promise<void> {
    const id = nextId();
    const connection = how === "late" ? late : sql;
    if (how === "late") {
      await settle();
      isLate = true;
    }
    if (how !== "apart") await connection.unsafe("begin");
    await connection`insert into orders (id, order_date, total_amount, status, customer_id, sales_rep_id, customer_segment)
      values (${id}, ${sale.at}, ${sale.total}, ${sale.status}, ${
      nth(connection, "customers", sale.customer)
    },
        ${nth(connection, "sales_representatives", sale.rep)}, ${sale.segment})`;
    for (const line of lines) await addLine(connection, connection`${id}::uuid`, line);
    if (how === "together") await connection.unsafe("commit");
  }
  async function addLine(connection: postgres.Sql, order: Fragment, line: Line): Promise<void> {
    await connection`
      insert into order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
      select ${nextId()}, id, order_date, ${
      nth(connection, "products", line.product)
    }, ${line.quantity}, ${line.price},
        ${line.price * line.quantity}, ${line.cost}
      from orders where id = ${order}`;
  }
  async function load(at: string, hours: number): Promise<void> {
    const first = made + 1;
    made += few + 1;
    await sql`
      insert into orders (id, order_date, total_amount, customer_id)
      select ('00000000-0000-7000-8000-' || lpad((${first}::int + i)::text, 12, '0'))::uuid,
        ${at}::timestamptz + i * ${hours}::int * interval '1 hour' / ${few}, i % 5 * 10 - 5, ${
      nth(sql, "customers", 0)
    }
      from generate_series(0, ${few}::int) i`;
  }
  async function apply(change: Change): Promise<void> {
    switch (change.kind) {
      case "sell":
        return await sell(change.sale, change.lines, change.how);
      case "settle":
        return await settle();
      case "add line":
        return await addLine(sql, nth(sql, "orders", change.order), change.line);
      case "load":
        return await load(change.at, change.hours);
      default:
        return void await update(sql, change);
    }
  }
  return { apply };
}

type Fragment = postgres.PendingQuery<postgres.Row[]>;
type Update = Exclude<Change, { readonly kind: "sell" | "settle" | "add line" | "load" }>;

async function update(sql: postgres.Sql, change: Update): Promise<unknown> {
  switch (change.kind) {
    case "amend order":
      return await sql`update orders set total_amount = ${change.total} where id = ${
        nth(sql, "orders", change.order)
      }`;
    case "set status":
      return await sql`update orders set status = ${change.status} where id = ${
        nth(sql, "orders", change.order)
      }`;
    case "redate":
      return await sql`update orders set order_date = ${change.at} where id = ${
        nth(sql, "orders", change.order)
      }`;
    case "reassign": {
      const { customer, rep, segment } = change.buyer;
      return await sql`update orders set customer_id = ${nth(sql, "customers", customer)},
        sales_rep_id = ${nth(sql, "sales_representatives", rep)}, customer_segment = ${segment}
        where id = ${nth(sql, "orders", change.order)}`;
    }
    case "amend line": {
      const { product, quantity, price, cost } = change.line;
      return await sql`update order_items set product_id = ${
        nth(sql, "products", product)
      }, quantity = ${quantity},
        total_price = ${price}, unit_cost = ${cost} where id = ${nth(sql, "order_items", change.order)}`;
    }
    case "remove line":
      return await sql`delete from order_items where id = ${nth(sql, "order_items", change.order)}`;
    case "remove order":
      return await sql`delete from orders where id = ${nth(sql, "orders", change.order)}`;
    case "raise prices":
      return await sql`update orders set total_amount = total_amount + 1
        where order_date >= ${change.from} and order_date < ${change.from}::timestamptz + ${change.hours}::int * interval '1 hour'`;
    case "merge customers":
      return await sql`update orders set customer_id = ${nth(sql, "customers", change.into)}
        where customer_id = ${nth(sql, "customers", change.customer)}`;
    case "move category":
      // Under the one made before it, so that no category comes to lie under itself.
      return await sql`update categories c
        set parent_id = case when ${change.isTop} then null
          else (select id from categories b where b.id < c.id order by id desc limit 1) end
        where id = ${nth(sql, "categories", change.category)}`;
    case "move product":
      return await sql`update products set category_id = ${nth(sql, "categories", change.category)}
        where id = ${nth(sql, "products", change.product)}`;
    case "rewrite":
      return await rewrite(sql, change.how, sql`id >= ${nth(sql, "orders", change.from)}`);
  }
}

async function rewrite(sql: postgres.Sql, how: Rewriting, those: Fragment): Promise<unknown> {
  switch (how) {
    case "raised":
      return await sql`update orders set total_amount = total_amount + 1 where ${those}`;
    case "returned":
      return await sql`update orders set total_amount = -total_amount where ${those}`;
    case "cancelled":
      return await sql`update orders set status = 'cancelled' where ${those}`;
    case "reassigned":
      return await sql`update orders set customer_id = ${nth(sql, "customers", 1)} where ${those}`;
    case "delayed":
      return await sql`update orders set order_date = order_date + interval '25 hours' where ${those}`;
    case "removed":
      return await sql`delete from orders where ${those}`;
  }
}

/** @returns the id of the n-th row of a table, or null where there is none */
function nth(sql: postgres.Sql, table: string, n: number | null): Fragment {
  if (n === null) return sql`null::uuid`;
  return sql`(select id from ${sql(table)} order by id limit 1
    offset ${n}::int % (select greatest(count(*), 1) from ${sql(table)}))`;
}

async function makeShop(sql: postgres.Sql): Promise<void> {
  // Few months, which are faster; the later ones lie in the default partition.
  await sql`select create_order_months('2010-12-25', '2011-03-01')`;
  await sql.unsafe(`
    create or replace function most_touched_rows() returns integer language sql immutable as 'select ${few}';
    insert into categories (id, name) select md5('category' || i)::uuid, 'Category ' || i
      from generate_series(1, ${categories}) i;
    insert into products (id, name, selling_price) select md5('product' || i)::uuid, 'Product ' || i, 10
      from generate_series(1, ${products}) i;
    insert into customers (id, name) select md5('customer' || i)::uuid, 'Customer ' || i
      from generate_series(1, ${customers}) i;
    insert into sales_representatives (id, name) select md5('rep' || i)::uuid, 'Rep ' || i from generate_series(1, 2) i`);
}
