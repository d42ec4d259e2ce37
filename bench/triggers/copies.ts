/** A bulk load: so many orders and their lines by COPY, in a transaction that is rolled back. */
import postgres from "postgres";
import { copyRowsOn } from "../../src/db/copy.ts";
import { openSession } from "../../src/db/session.ts";
import { parseStatement } from "../../src/db/statements.ts";
import { customersOf, type Shape } from "../growth/shape.ts";

export interface Load {
  readonly orders: readonly string[];
  readonly lines: readonly string[];
}

// COPY's text format; nothing in these rows needs an escape.
const makeOrders = parseStatement(
  "orders to copy",
  `create table bench.load as
   select o.*, l.* from bench.orders_of(:day::text::date, 'UTC', 500000000, :orders::integer, :customers::integer, 50) o
   cross join lateral bench.lines_of(o.number, o.lines, 10000) l`,
);
const readOrders = parseStatement(
  "orders",
  `select concat_ws(E'\\t', id, order_date, coalesce(customer_id::text, '\\N'), sum(quantity * unit_price), status) as line
   from bench.load group by id, order_date, customer_id, status`,
);
const readLines = parseStatement(
  "lines",
  `select concat_ws(E'\\t', id, order_date, product_id, quantity, unit_price, quantity * unit_price) as line
   from bench.load`,
);

/** @param orders how many to make, all of `day`, by customers of a history of this shape */
export async function makeLoad(
  url: string,
  day: Temporal.PlainDate,
  orders: number,
  history: Shape,
): Promise<Load> {
  const session = openSession({ url, name: "bench" });
  try {
    await session.run(makeOrders, { day: day.toString(), orders, customers: customersOf(history) });
    const [made, lines] = [await session.run<Line>(readOrders), await session.run<Line>(readLines)];
    return { orders: made.map(textOf), lines: lines.map(textOf) };
  } finally {
    await session.close();
  }
}

interface Line {
  readonly line: string;
}

function textOf({ line }: Line): string {
  return `${line}\n`;
}

/** @returns how many milliseconds both COPYs took */
export async function copyLoad(url: string, { orders, lines }: Load): Promise<number> {
  const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await sql.unsafe("begin").simple();
    // As src/db/bulk.ts does.
    await sql.unsafe("set local plan_cache_mode = force_generic_plan").simple();
    const begin = performance.now();
    await copyRowsOn(
      sql,
      "copy orders (id, order_date, customer_id, total_amount, status) from stdin",
      orders,
    );
    await copyRowsOn(
      sql,
      "copy order_items (order_id, order_date, product_id, quantity, unit_price, total_price) from stdin",
      lines,
    );
    const took = performance.now() - begin;
    await sql.unsafe("rollback").simple();
    await sql.unsafe("vacuum orders, order_items, order_ids, touched").simple();
    return took;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
