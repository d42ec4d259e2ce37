/** For tests: what changes in a shop, as plain data that fast-check can shrink; `change_history.ts` brings it about. */
import fc from "fast-check";

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
  | { readonly kind: "list product"; readonly category: number | null }
  | { readonly kind: "remove product"; readonly product: number; readonly lines: Lot }
  | { readonly kind: "copy orders"; readonly at: string; readonly minutes: number } & Amount
  | { readonly kind: "copy lines"; readonly order: number } & Amount
  | { readonly kind: "load"; readonly at: string; readonly hours: number }
  | { readonly kind: "rewrite"; readonly from: number; readonly how: Rewriting };

export type Status = "completed" | "pending" | "cancelled";
/** What becomes of an order and all that were made after it. */
export type Rewriting = "raised" | "returned" | "cancelled" | "reassigned" | "delayed" | "removed";
/** Whether an order and its lines come in one transaction, in two, or in one that is committed later, by "settle". */
export type How = "together" | "apart" | "late";
/** What becomes first of the lines of a product that goes; kept, it goes only where it has none. */
type Lot = "kept" | "removed" | "given to another";

/** How many orders, and how many lines of each. */
interface Amount {
  readonly orders: number;
  readonly lines: number;
}

interface Buyer {
  readonly customer: number | null;
  readonly rep: number | null;
  readonly segment: string | null;
}

export interface Sale extends Buyer {
  readonly at: string;
  readonly total: number;
  readonly status: Status;
}

export interface Line {
  readonly product: number;
  readonly quantity: number;
  readonly price: number;
  readonly cost: number | null;
}

/** How many there are at the beginning. */
export const [customers, products, categories] = [6, 5, 4];
/** Rows that a statement may touch without touching whole days: few, so that a history may have many large loads. */
export const few = 20;

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
  const orders = fc.oneof(
    fc.integer({ min: 1, max: few / 2 }),
    fc.integer({ min: few + 1, max: few + 5 }),
  );
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
    often(9, "move product", {
      product: fc.nat(products - 1),
      category: fc.option(fc.nat(categories - 1)),
    }),
    often(6, "list product", { category: fc.option(fc.nat(categories - 1)) }),
    often(9, "remove product", {
      product: fc.nat(products),
      lines: fc.constantFrom<Lot>("kept", "removed", "given to another"),
    }),
    often(2, "copy orders", { at, minutes: fc.nat(300), orders, lines: fc.nat(2) }),
    often(2, "copy lines", { order, orders, lines: fc.integer({ min: 1, max: 2 }) }),
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
