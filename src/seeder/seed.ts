/** Fills an empty database with a made-up shop, the same one for the same settings. */
import { UsageError } from "../base/errors.ts";
import { type BulkLoad, bulkLoad } from "../db/bulk.ts";
import { createPool, type Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { createOrders, joinedAt, type Order, segmentAfter } from "./orders.ts";
import { categoryRow, customerRow, lineRows, orderRow, productRow, repRow } from "./rows.ts";
import { createShop, type Shop } from "./shop.ts";

export interface SeedOptions {
  readonly url: string;
  /** Days and hours are this zone's. */
  readonly shop: { readonly timeZone: string };
  /** How many, returns included. */
  readonly orders: number;
  /** A whole number from 0 to 2^32 - 1: another seed is another shop. */
  readonly seed: number;
  /** The first instant without orders. */
  readonly until: Temporal.Instant;
  /** How many months the orders spread over. */
  readonly months?: number;
  /** Told after each batch how many orders have been sent; none of them can be seen before all are in. */
  readonly onProgress?: (orders: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface SeedResult {
  readonly orders: number;
  readonly lines: number;
  readonly customers: number;
  readonly products: number;
  /** The start of the first day that may have orders. */
  readonly from: Temporal.Instant;
}

// So many orders go to the server at a time, and then their lines.
const BATCH = 10_000;

/**
 * In one transaction: nobody sees any of it before all is in, and killed halfway it leaves nothing but empty months.
 * Memory grows by about 20 bytes an order.
 * @throws UsageError where the shop's tables hold rows already
 */
export async function seedShop(options: SeedOptions): Promise<SeedResult> {
  const { url, orders, seed, until, months = 36, onProgress = () => {}, signal } = options;
  signal?.throwIfAborted();
  const from = until.toZonedDateTimeISO(options.shop.timeZone).subtract({ months }).startOfDay().toInstant();
  const pool = createPool({ url, size: 1, deadlineMs: 600_000, name: "laneway seed" });
  try {
    await refuseUnlessEmpty(pool);
    await pool.run(statement("seed/create_months"), { first: from, last: until });
    const shop = createShop({ from, until, timeZone: options.shop.timeZone }, orders, seed);
    const lines = await bulkLoad(url, "laneway seed", async (load) => {
      await load.run(statement("seed/take_turn"));
      await refuseUnlessEmpty(load);
      await copyShop(load, shop);
      return await copyOrders(load, shop, onProgress);
    }, signal);
    await pool.run(statement("seed/analyze"));
    const { plan, catalogue } = shop;
    return { orders, lines, customers: plan.firstOrders.length, products: catalogue.products.length, from };
  } finally {
    await pool.close();
  }
}

async function refuseUnlessEmpty(database: Queryable | BulkLoad): Promise<void> {
  const filled = await database.run<{ name: string }>(statement("seed/find_filled_tables"));
  if (filled.length === 0) return;
  throw new UsageError(
    `Cannot seed: the database holds ${filled.map(({ name }) => name).join(", ")} already. ` +
      "Point DATABASE_URL at an empty database.",
  );
}

async function copyShop(load: BulkLoad, shop: Shop): Promise<void> {
  const { span, catalogue, reps } = shop;
  const openedAt = span.from.epochMilliseconds;
  const categoryRows = catalogue.categories.map((category) => categoryRow(category, openedAt));
  await load.copy(statement("seed/copy_categories"), categoryRows);
  await load.copy(statement("seed/copy_products"), catalogue.products.map(productRow));
  const repRows = reps.map((rep) => repRow(rep, openedAt));
  await load.copy(statement("seed/copy_sales_representatives"), repRows);
  await load.copy(statement("seed/copy_customers"), customerRows(shop));
}

function* customerRows(shop: Shop): Generator<string> {
  const { plan, customers } = shop;
  for (let customer = 0; customer < plan.firstOrders.length; customer++) {
    const joined = joinedAt(shop, customer);
    const segment = segmentAfter(plan.purchases[customer] as number);
    yield customerRow(customers.id(customer, joined), customers.person(customer), segment, joined);
  }
}

/** @returns how many lines the orders have */
async function copyOrders(load: BulkLoad, shop: Shop, onProgress: (orders: number) => void): Promise<number> {
  const orders = createOrders(shop);
  let lines = 0;
  for (let sent = 0; sent < shop.plan.times.length;) {
    const batch: Order[] = [];
    sent += await load.copy(statement("seed/copy_orders"), orderRows(orders, batch));
    lines += await load.copy(statement("seed/copy_order_items"), batch.values().map(lineRows));
    onProgress(sent);
  }
  return lines;
}

/** Makes up orders while the server takes those before them, and leaves them in `batch`. */
function* orderRows(orders: Generator<Order>, batch: Order[]): Generator<string> {
  while (batch.length < BATCH) {
    const next = orders.next();
    if (next.done) return;
    batch.push(next.value);
    yield orderRow(next.value);
  }
}
