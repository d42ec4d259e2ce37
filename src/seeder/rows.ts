/** What is made up, as lines of COPY. */
import { copyLine } from "../db/copy.ts";
import type { Category, Product } from "./catalogue.ts";
import type { Order, Segment } from "./orders.ts";
import type { Person, Rep } from "./people.ts";

export function categoryRow({ id, name, parentId }: Category, madeAt: number): string {
  return copyLine([id, name, parentId, instant(madeAt)]);
}

export function repRow({ id, name, email, region, commissionRate }: Rep, hiredAt: number): string {
  return copyLine([id, name, email, region, commissionRate, instant(hiredAt)]);
}

export function productRow(product: Product): string {
  const { id, name, categoryId, cost, price, stock, madeAt } = product;
  const made = instant(madeAt);
  return copyLine([
    id,
    name,
    categoryId,
    cost === null ? null : money(cost),
    money(price),
    stock,
    made,
    made,
  ]);
}

export function customerRow(id: string, { name, email }: Person, segment: Segment, joinedAt: number): string {
  const joined = instant(joinedAt);
  return copyLine([id, name, email, segment, joined, joined]);
}

export function orderRow({ id, at, customer, rep, status, total }: Order): string {
  const placed = instant(at);
  return copyLine([
    id,
    customer?.id ?? null,
    rep?.id ?? null,
    customer?.segment ?? null,
    placed,
    money(total),
    status,
    placed,
  ]);
}

/** @returns a line of COPY for each of the order's lines */
export function lineRows({ id: orderId, at, lines }: Order): string {
  const placed = instant(at);
  let rows = "";
  for (const { id, product, quantity, unitPrice, total, unitCost } of lines) {
    const cost = unitCost === null ? null : money(unitCost);
    rows += copyLine([
      ...[id, orderId, placed, product.id, quantity],
      ...[money(unitPrice), money(total), cost, placed],
    ]);
  }
  return rows;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** @returns whole cents as text with two decimals */
function money(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
