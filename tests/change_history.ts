/** For tests: a shop, and what brings about the changes of `changes.ts` in it. */
import postgres from "postgres";
import { bulkLoad } from "../src/db/bulk.ts";
import { copyLine } from "../src/db/copy.ts";
import { parseStatement } from "../src/db/statements.ts";
import {
  categories,
  type Change,
  customers,
  few,
  type How,
  type Line,
  products,
  type Rewriting,
  type Sale,
} from "./changes.ts";

export interface History extends AsyncDisposable {
  apply(change: Change): Promise<void>;
}

/** Begins in an empty database. */
export async function beginHistory(url: string): Promise<History> {
  const connect = () => postgres(url, { max: 1, onnotice: () => {} });
  // The other one is for transactions that are committed later.
  const [sql, late] = [connect(), connect()];
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
      select ${nextId()}, o.id, order_date, p.id, ${line.quantity}, ${line.price}, ${
      line.price * line.quantity
    }, ${line.cost}
      from orders o, products p where o.id = ${order} and p.id = ${
      nth(connection, "products", line.product)
    }`;
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
  async function copyOrders({ at, minutes, orders, lines }: Of<"copy orders">): Promise<void> {
    const buyers = (await sql`select id from customers order by id`).map(({ id }) => String(id));
    const start = Temporal.Instant.from(at);
    const sold = Array.from({ length: orders }, (_, n) => ({
      id: nextId(),
      date: `${start.add({ minutes: n * minutes })}`,
    }));
    const rows = sold.map(({ id, date }, n) => {
      const status = n % 5 === 3 ? "pending" : "completed";
      return copyLine([id, date, n % 6 * 10 - 10, status, buyers[n % (buyers.length + 1)] ?? null]);
    });
    const rowsOfLines = await linesOf(sold, lines);
    await bulkLoad(url, "laneway test copy", async (load) => {
      await load.copy(intoOrders, rows);
      await load.copy(intoLines, rowsOfLines);
    });
  }
  async function copyLines({ order, orders, lines }: Of<"copy lines">): Promise<void> {
    const sold = await sql<Sold[]>`select id, order_date::text as date from orders
      where id >= ${nth(sql, "orders", order)} order by id limit ${orders}`;
    const rows = await linesOf(sold, lines);
    await bulkLoad(url, "laneway test copy", (load) => load.copy(intoLines, rows));
  }
  /** Lines for each of the orders, of the products there are, as COPY takes them. */
  async function linesOf(sold: readonly Sold[], lines: number): Promise<readonly string[]> {
    const listed = (await sql`select id from products order by id`).map(({ id }) => String(id));
    return sold.flatMap(({ id, date }, n) =>
      Array.from({ length: Math.min(lines, listed.length) }, (_, m) => {
        const product = listed[(n + m) % listed.length] ?? null;
        return copyLine([nextId(), id, date, product, 1, n, n, m > 0 ? null : 2]);
      })
    );
  }
  async function apply(change: Change): Promise<void> {
    switch (change.kind) {
      case "sell":
        return await sell(change.sale, change.lines, change.how);
      case "settle":
        return await settle();
      case "add line":
        return await addLine(sql, nth(sql, "orders", change.order), change.line);
      case "copy orders":
        return await copyOrders(change);
      case "copy lines":
        return await copyLines(change);
      case "list product":
        return void await sql`insert into products (id, name, category_id, selling_price)
          values (${nextId()}, 'New', ${nth(sql, "categories", change.category)}, 10)`;
      case "load":
        return await load(change.at, change.hours);
      default:
        return void await update(sql, change);
    }
  }
  return {
    apply,
    async [Symbol.asyncDispose]() {
      await Promise.all([sql.end(), late.end()]);
    },
  };
}

const intoOrders = parseStatement(
  "copy orders",
  "copy orders (id, order_date, total_amount, status, customer_id) from stdin",
);
const intoLines = parseStatement(
  "copy lines",
  "copy order_items (id, order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost) from stdin",
);

type Fragment = postgres.PendingQuery<postgres.Row[]>;
type Of<K extends Change["kind"]> = Extract<Change, { readonly kind: K }>;
type Update = Exclude<
  Change,
  Of<"sell" | "settle" | "add line" | "copy orders" | "copy lines" | "list product" | "load">
>;

interface Sold {
  readonly id: string;
  readonly date: string;
}

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
      return await sql`update order_items set product_id = coalesce(${
        nth(sql, "products", product)
      }, product_id), quantity = ${quantity},
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
    case "remove product":
      return await removeProduct(sql, change);
    case "rewrite":
      return await rewrite(sql, change.how, sql`id >= ${nth(sql, "orders", change.from)}`);
  }
}

async function removeProduct(
  sql: postgres.Sql,
  { product, lines }: Of<"remove product">,
): Promise<unknown> {
  const [row] = await sql`select id from products where id = ${nth(sql, "products", product)}`;
  const id = row?.id ?? null;
  if (lines === "removed") await sql`delete from order_items where product_id = ${id}`;
  if (lines === "given to another") {
    await sql`update order_items i set product_id = p.id
      from (select id from products where id <> ${id} order by id limit 1) p where product_id = ${id}`;
  }
  // One that a late transaction sells is locked by it, and stays.
  return await sql`delete from products where id in (
    select id from products p where id = ${id} and not exists (select from order_items where product_id = p.id)
    for update skip locked)`;
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
