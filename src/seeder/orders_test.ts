// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import { createShop } from "./shop.ts";
import { createOrders, type Order } from "./orders.ts";

const COUNT = 20_000;
const span = {
  from: Temporal.Instant.from("2022-01-01T00:00:00Z"),
  until: Temporal.Instant.from("2025-01-01T00:00:00Z"),
  timeZone: "UTC",
};
const shop = createShop(span, COUNT, 1);
const orders = [...createOrders(shop)];

function shareOf(what: (order: Order) => boolean): number {
  return orders.filter(what).length / COUNT;
}

Deno.test("all orders are there, ascending by time, with ids and lines of their own", () => {
  assert.equal(orders.length, COUNT);
  assert.ok(orders.every(({ at }, index) => index === 0 || at >= orders[index - 1]!.at));
  assert.equal(new Set(orders.map(({ id }) => id)).size, COUNT);
  const lineIds = orders.flatMap(({ lines }) => lines.map(({ id }) => id));
  assert.equal(new Set(lineIds).size, lineIds.length);
});

Deno.test("an order has one line or more, no product twice, and their total", () => {
  for (const { lines, total } of orders) {
    assert.ok(lines.length > 0 && lines.length <= 8);
    assert.equal(new Set(lines.map(({ product }) => product)).size, lines.length);
    assert.equal(total, lines.reduce((sum, line) => sum + line.total, 0));
  }
  const lines = orders.reduce((sum, order) => sum + order.lines.length, 0) / COUNT;
  assert.ok(lines > 2.4 && lines < 2.6, String(lines));
});

Deno.test("a line's total is its price times its quantity, less a discount of up to a quarter", () => {
  for (const { quantity, unitPrice, total } of orders.flatMap(({ lines }) => lines)) {
    assert.ok(Number.isSafeInteger(total) && Number.isSafeInteger(unitPrice));
    const share = total / (quantity * unitPrice);
    assert.ok(share > 0.74 && share <= 1, String(share));
  }
});

Deno.test("about 2 % of the lines lack their cost", () => {
  const lines = orders.flatMap((order) => order.lines);
  const share = lines.filter(({ unitCost }) => unitCost === null).length / lines.length;
  assert.ok(share > 0.01 && share < 0.03, String(share));
});

Deno.test("a few percent are cancelled; only orders of the last four days are pending", () => {
  const cancelled = shareOf(({ status }) => status === "cancelled");
  assert.ok(cancelled > 0.03 && cancelled < 0.04, String(cancelled));
  const pending = orders.filter(({ status }) => status === "pending");
  assert.ok(pending.length > 10, String(pending.length));
  const fourDaysBefore = span.until.subtract({ hours: 96 }).epochMilliseconds;
  for (const { at } of pending) assert.ok(at > fourDaysBefore);
});

Deno.test("a return takes back lines of its order, with signs turned, and both are completed", () => {
  assert.ok(shop.plan.returns.size > 250);
  for (const [number, returned] of shop.plan.returns) {
    const [back, sale] = [orders[number]!, orders[returned]!];
    assert.deepEqual([back.status, sale.status], ["completed", "completed"]);
    assert.ok(back.total < 0);
    assert.equal(back.customer?.id, sale.customer?.id);
    assert.equal(back.rep, sale.rep);
    for (const { id: _, ...line } of back.lines) {
      const { id: __, ...sold } = sale.lines.find(({ product }) => product === line.product)!;
      assert.deepEqual(line, { ...sold, quantity: -sold.quantity, total: -sold.total });
    }
  }
  assert.equal(shareOf(({ total }) => total < 0), shop.plan.returns.size / COUNT);
});

Deno.test("customers are new, then regular, then premium, and never anything less again", () => {
  const ranks = { New: 0, Regular: 1, Premium: 2 };
  const reached = new Map<string, number>();
  for (const { customer } of orders) {
    if (!customer) continue;
    const rank = ranks[customer.segment];
    const before = reached.get(customer.id);
    assert.ok(before === undefined ? rank === 0 : rank === before || rank === before + 1);
    reached.set(customer.id, rank);
  }
  for (const segment of ["New", "Regular", "Premium"]) {
    const share = shareOf(({ customer }) => customer?.segment === segment);
    assert.ok(share > 0.15 && share < 0.45, `${segment}: ${share}`);
  }
});

Deno.test("guests have neither a segment nor a representative", () => {
  const guests = orders.filter(({ customer }) => customer === undefined);
  assert.ok(guests.length > 0.07 * COUNT);
  assert.ok(guests.every(({ rep }) => rep === undefined));
});

Deno.test("the same settings give the same orders", () => {
  const again = createOrders(createShop(span, COUNT, 1));
  for (const order of orders) assert.deepEqual(again.next().value, order);
  assert.ok(again.next().done);
});
