/** A made-up shop: all that its orders are made from. */
import type { Span } from "./calendar.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { createReps, type CustomerBook, customerBook, type Rep } from "./people.ts";
import { createPlan, type Plan } from "./plan.ts";

export interface Shop {
  readonly seed: number;
  readonly span: Span;
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly reps: readonly Rep[];
  readonly customers: CustomerBook;
}

/** @param orders how many, returns included; a larger shop has more products and representatives, too */
export function createShop(span: Span, orders: number, seed: number): Shop {
  const [opensAt, closesAt] = [span.from.epochMilliseconds, span.until.epochMilliseconds];
  // A shop a hundred times as large sells ten times as many products, as shops do.
  const products = Math.min(10_000, Math.max(60, Math.round(3 * Math.sqrt(orders))));
  const reps = createReps(seed, Math.min(50, 8 + Math.floor(orders / 50_000)), opensAt);
  return {
    seed,
    span,
    plan: createPlan(span, orders, seed),
    catalogue: createCatalogue(seed, products, opensAt, closesAt),
    reps,
    customers: customerBook(seed, reps),
  };
}
