/** Single orders, each in a transaction of its own: as one statement, or as an application writes them. */
import type { Queryable } from "../../src/db/pool.ts";
import type { Session } from "../../src/db/session.ts";
import { parseStatement, statement } from "../../src/db/statements.ts";
import { Random } from "../../src/seeder/random.ts";

export type Writing = "one statement" | "begin, order, lines, commit";

export interface Buyer {
  readonly customer_id: string;
  readonly sales_rep_id: string | null;
}

export interface Market {
  readonly buyers: readonly Buyer[];
  readonly products: readonly string[];
}

const hourMicroseconds = 3_600_000_000;

const insertOrder = parseStatement(
  "insert order",
  `insert into orders (customer_id, sales_rep_id, customer_segment, order_date, total_amount)
   values (:customer::uuid, :rep::uuid, 'Regular', :at::timestamptz, :total::numeric) returning id`,
);
const insertLines = parseStatement(
  "insert lines",
  `insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
   select :id::uuid, :at::timestamptz, product, 1, 19.95, 19.95, 12 from unnest(:products::uuid[]) product`,
);

/** @returns who buys and what is sold in the bench's history */
export async function readMarket(database: Queryable): Promise<Market> {
  const buyers = await database.run<Buyer>(parseStatement(
    "buyers",
    "select distinct customer_id, sales_rep_id from orders where customer_id is not null limit 5000",
  ));
  const products = await database.run<{ readonly id: string }>(
    parseStatement("products", "select id from products"),
  );
  return { buyers, products: products.map(({ id }) => id) };
}

/**
 * @param before when orders are dated: each to an instant of its own, of the hour before
 * @returns what writes one more order, of two or three lines, and tells how many milliseconds it took
 */
export function orderWriter(
  session: Session,
  market: Market,
  random: Random,
  { writing, before }: { readonly writing: Writing; readonly before: Temporal.Instant },
): () => Promise<number> {
  return async () => {
    const buyer = random.pick(market.buyers);
    const products = Array.from({ length: 2 + random.below(2) }, () => random.pick(market.products));
    const at = before.subtract({ microseconds: 1 + random.below(hourMicroseconds) });
    const common = { customer: buyer.customer_id, rep: buyer.sales_rep_id, at };
    const begin = performance.now();
    if (writing === "one statement") await placeAtOnce(session, common, products);
    else await placeInSteps(session, common, products);
    return performance.now() - begin;
  };
}

interface Common {
  readonly customer: string;
  readonly rep: string | null;
  readonly at: Temporal.Instant;
}

async function placeAtOnce(session: Session, common: Common, products: readonly string[]): Promise<void> {
  await session.run(statement("seed/place_order"), {
    ...common,
    products,
    quantities: products.map(() => "1"),
    discounts: products.map(() => "0"),
    status: "completed",
  });
}

async function placeInSteps(session: Session, common: Common, products: readonly string[]): Promise<void> {
  await session.transaction(async (transaction) => {
    const total = String(19.95 * products.length);
    const [order] = await transaction.run<{ readonly id: string }>(insertOrder, { ...common, total });
    await transaction.run(insertLines, { id: order?.id ?? null, at: common.at, products });
  });
}
