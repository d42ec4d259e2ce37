/** One order after the other, with its lines. All amounts are whole cents. */
import { drawDiscount, drawLineCount, drawQuantity } from "./basket.ts";
import { pricesAt, type Product } from "./catalogue.ts";
import { timeOrderedId } from "./ids.ts";
import type { Rep } from "./people.ts";
import { Random } from "./random.ts";
import type { Shop } from "./shop.ts";

export type Segment = "New" | "Regular" | "Premium";

export interface Line {
  readonly id: string;
  readonly product: Product;
  /** Negative for what came back. */
  readonly quantity: number;
  readonly unitPrice: number;
  /** After discount. */
  readonly total: number;
  /** Null where the shop never learned it. */
  readonly unitCost: number | null;
}

export interface Order {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Undefined for a guest. */
  readonly customer: { readonly id: string; readonly segment: Segment } | undefined;
  readonly rep: Rep | undefined;
  readonly status: "pending" | "completed" | "cancelled";
  readonly lines: readonly Line[];
  readonly total: number;
}

const CANCELLED = 0.035;
const SETTLED_AFTER_DAYS = 4;

/** @returns the plan's orders, ascending by time */
export function* createOrders(shop: Shop): Generator<Order> {
  const { seed, span, plan, customers } = shop;
  const until = span.until.epochMilliseconds;
  const kept = new Set(plan.returns.values());
  const bought = new Uint32Array(plan.purchases.length);
  for (let number = 0; number < plan.times.length; number++) {
    const at = timeOf(shop, number);
    const random = new Random(seed, "order", number);
    const id = timeOrderedId(at, random);
    const returned = plan.returns.get(number);
    const customer = (plan.buyers[number] as number) - 1;
    const lines = returned === undefined
      ? createBasket(shop, number, at, random)
      : takeBack(createBasket(shop, returned, at, random), random);
    yield {
      id,
      at,
      customer: customer < 0 ? undefined : {
        id: customers.id(customer, joinedAt(shop, customer)),
        segment: segmentAfter(bought[customer] as number),
      },
      rep: customer < 0 ? undefined : customers.rep(customer),
      status: returned !== undefined || kept.has(number) ? "completed" : createStatus(random, until - at),
      lines,
      total: lines.reduce((sum, line) => sum + line.total, 0),
    };
    if (customer >= 0 && returned === undefined) bought[customer] = (bought[customer] as number) + 1;
  }
}

/** @returns milliseconds since 1970: a customer joins with their first order */
export function joinedAt(shop: Shop, customer: number): number {
  return timeOf(shop, shop.plan.firstOrders[customer] as number);
}

/** @returns what a customer is who has bought so often */
export function segmentAfter(purchases: number): Segment {
  if (purchases < 2) return "New";
  return purchases < 10 ? "Regular" : "Premium";
}

function timeOf({ span, plan }: Shop, number: number): number {
  return span.from.epochMilliseconds + (plan.times[number] as number) * 1000;
}

function createStatus(random: Random, age: number): Order["status"] {
  const days = age / 86_400_000;
  if (random.chance(0.7 * (1 - days / SETTLED_AFTER_DAYS))) return "pending";
  return random.chance(CANCELLED) ? "cancelled" : "completed";
}

/** @param number decides the products, so that a return's are those of the order it returns */
function createBasket(shop: Shop, number: number, at: number, ids: Random): Line[] {
  const random = new Random(shop.seed, "basket", number);
  const { from, until } = shop.span;
  const soldAt = timeOf(shop, number);
  const share = (soldAt - from.epochMilliseconds) / (until.epochMilliseconds - from.epochMilliseconds);
  const month = new Date(soldAt).getUTCMonth() + 1;
  const lines: Line[] = [];
  for (let count = drawLineCount(random); count > 0; count--) {
    const product = shop.catalogue.pick(random, share, month);
    if (lines.some((line) => line.product === product)) continue;
    const { price, cost } = pricesAt(product, share);
    const quantity = drawQuantity(random);
    const discount = drawDiscount(random, month);
    lines.push({
      id: timeOrderedId(at, ids),
      product,
      quantity,
      unitPrice: price,
      total: Math.round(quantity * price * (1 - discount)),
      unitCost: cost,
    });
  }
  return lines;
}

/** @returns some of the lines, the first always, with their signs turned */
function takeBack(lines: readonly Line[], random: Random): readonly Line[] {
  return lines.filter((_, index) => index === 0 || random.chance(0.5))
    .map((line) => ({ ...line, quantity: -line.quantity, total: -line.total }));
}
