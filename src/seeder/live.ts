/** Keeps a shop busy: new orders at the present time, by the customers and of the products that it has. */
import { codeOf, DeadlineError, messageOf, UnavailableError, UsageError } from "../base/errors.ts";
import { createLog, type Log } from "../base/log.ts";
import { createPool, type Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { drawDiscount, drawLineCount, drawQuantity } from "./basket.ts";
import { beats, realTimer, type Timer } from "./pace.ts";
import { Random } from "./random.ts";

export interface LiveOptions {
  readonly url: string;
  /** How many orders a second. */
  readonly perSecond: number;
  /** Decides who buys what. */
  readonly seed?: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told each order once it is committed. */
  readonly onOrder?: (order: LiveOrder) => void;
  readonly log?: Log;
  readonly timer?: Timer;
}

export interface LiveOrder {
  readonly id: string;
  readonly orderDate: Temporal.Instant;
  /** In the shop's currency, with all its decimals. */
  readonly totalAmount: string;
}

/** What the shop is when the orders begin. */
interface Market {
  readonly buyers: readonly { readonly customer_id: string | null; readonly sales_rep_id: string | null }[];
  readonly products: readonly string[];
  /** The longest waiting first. */
  readonly pending: PendingOrder[];
}

interface PendingOrder {
  readonly id: string;
  readonly order_date: Temporal.Instant;
}

const RETRY_MS = 1_000;
const DEADLINE_MS = 5_000;
const PENDING = 0.05;
const SETTLED = 0.05;
const CANCELLED = 0.15;

/**
 * Inserts orders, each in a transaction of its own, until the signal aborts; now and then completes or cancels one
 * that is pending. While the database is away it says so, and goes on once it is back.
 * @throws UsageError where there are no products to sell
 */
export async function liveOrders(options: LiveOptions): Promise<void> {
  const { url, perSecond, seed = 1, signal, onOrder = () => {}, log = createLog(), timer = realTimer } =
    options;
  const random = new Random(seed, "live");
  while (!signal.aborted) {
    const pool = createPool({ url, size: 1, deadlineMs: DEADLINE_MS, name: "laneway live" });
    const close = () => void pool.close(1);
    signal.addEventListener("abort", close);
    try {
      const market = await visit(pool);
      for await (const _ of beats(perSecond, signal, timer)) {
        const order = await placeOrder(pool, market, random);
        if (order) onOrder(order);
        if (random.chance(SETTLED)) await settleOrder(pool, market.pending, random);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!mayPass(error)) throw error;
      log.warn("Live orders pause", { error: messageOf(error), retryInMs: RETRY_MS });
      await timer.sleep(RETRY_MS, signal);
    } finally {
      signal.removeEventListener("abort", close);
      await pool.close(1);
    }
  }
}

async function visit(pool: Queryable): Promise<Market> {
  const now = Temporal.Now.instant();
  await pool.run(statement("seed/create_months"), { first: now, last: now });
  const buyers = await pool.run<Market["buyers"][number]>(statement("seed/recent_buyers"));
  const products = await pool.run<{ product_id: string }>(statement("seed/recent_products"));
  const pending = await pool.run<PendingOrder>(statement("seed/pending_orders"));
  if (products.length === 0) {
    throw new UsageError(
      "Cannot keep orders coming: the database has no products. Seed or import a shop first.",
    );
  }
  return { buyers, products: products.map((row) => row.product_id), pending: [...pending] };
}

/** @returns undefined where all of its products are gone */
async function placeOrder(pool: Queryable, market: Market, random: Random): Promise<LiveOrder | undefined> {
  const now = Temporal.Now.instant();
  const month = now.toZonedDateTimeISO("UTC").month;
  const buyer = market.buyers.length > 0 ? random.pick(market.buyers) : undefined;
  const products = new Set(Array.from({ length: drawLineCount(random) }, () => random.pick(market.products)));
  const status = random.chance(PENDING) ? "pending" : "completed";
  const [placed] = await pool.run<PendingOrder & { total_amount: string }>(statement("seed/place_order"), {
    customer: buyer?.customer_id ?? null,
    rep: buyer?.sales_rep_id ?? null,
    products: [...products],
    quantities: Array.from(products, () => String(drawQuantity(random))),
    discounts: Array.from(products, () => String(drawDiscount(random, month))),
    at: now,
    status,
  });
  if (!placed) return undefined;
  if (status === "pending") market.pending.push(placed);
  return { id: placed.id, orderDate: placed.order_date, totalAmount: placed.total_amount };
}

async function settleOrder(pool: Queryable, pending: PendingOrder[], random: Random): Promise<void> {
  const order = pending.shift();
  if (!order) return;
  const status = random.chance(CANCELLED) ? "cancelled" : "completed";
  await pool.run(statement("seed/settle_order"), { id: order.id, order_date: order.order_date, status });
}

/** @returns whether to try again: the database is away, or what was for sale is gone */
function mayPass(error: unknown): boolean {
  if (error instanceof UnavailableError || error instanceof DeadlineError) return true;
  return codeOf(error) === "23503";
}
