// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import { createPlan } from "./plan.ts";

const COUNT = 20_000;
const span = {
  from: Temporal.Instant.from("2022-01-01T00:00:00Z"),
  until: Temporal.Instant.from("2025-01-01T00:00:00Z"),
  timeZone: "UTC",
};
const plan = createPlan(span, COUNT, 1);
const sales = Array.from(plan.buyers.keys()).filter((order) => !plan.returns.has(order));

Deno.test("the same settings give the same plan, and another seed another one", () => {
  assert.deepEqual(createPlan(span, COUNT, 1), plan);
  assert.notDeepEqual(createPlan(span, COUNT, 2).buyers, plan.buyers);
});

Deno.test("about 8 % of the orders are guests'", () => {
  const guests = sales.filter((order) => plan.buyers[order] === 0).length / sales.length;
  assert.ok(guests > 0.075 && guests < 0.085, String(guests));
});

Deno.test("a customer's first order and their number of orders are what the orders say", () => {
  const first = new Map<number, number>();
  const purchases = new Array<number>(plan.purchases.length).fill(0);
  for (const order of sales) {
    const customer = plan.buyers[order]! - 1;
    if (customer < 0) continue;
    if (!first.has(customer)) first.set(customer, order);
    purchases[customer]!++;
  }
  assert.deepEqual([...first.values()], plan.firstOrders);
  assert.deepEqual(purchases, plan.purchases);
});

Deno.test("customers come back: more of the orders every year are by those who bought before", () => {
  const firsts = new Set(plan.firstOrders);
  const returning = [0, 1, 2].map((year) => {
    const ofYear = sales.filter((order) =>
      plan.buyers[order] !== 0 && Math.floor(plan.times[order]! / (365.25 * 86_400)) === year
    );
    return ofYear.filter((order) => !firsts.has(order)).length / ofYear.length;
  });
  assert.ok(returning[0]! > 0.5 && returning[0]! < returning[1]! && returning[1]! < returning[2]!);
  assert.ok(returning[2]! < 0.85, String(returning));
});

Deno.test("a loyal tenth makes near half of the purchases, and near half come only once", () => {
  const purchases = [...plan.purchases].sort((one, two) => two - one);
  const total = purchases.reduce((sum, count) => sum + count);
  const loyal = purchases.slice(0, purchases.length / 10).reduce((sum, count) => sum + count) / total;
  const once = purchases.filter((count) => count === 1).length / purchases.length;
  assert.ok(loyal > 0.4 && loyal < 0.55, String(loyal));
  assert.ok(once > 0.35 && once < 0.5, String(once));
});

Deno.test("about 1.5 % are returns, of a sale by the same buyer, some days before, each only once", () => {
  const share = plan.returns.size / COUNT;
  assert.ok(share > 0.013 && share < 0.017, String(share));
  assert.equal(new Set(plan.returns.values()).size, plan.returns.size);
  for (const [order, returned] of plan.returns) {
    assert.ok(!plan.returns.has(returned));
    assert.equal(plan.buyers[order], plan.buyers[returned]);
    const days = (plan.times[order]! - plan.times[returned]!) / 86_400;
    assert.ok(days > 1 && days < 60, String(days));
  }
});
