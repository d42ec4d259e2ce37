import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import type { AskedQuestion } from "./any_question.ts";
import { askedShop, askIn } from "./asking.ts";
import { createPool } from "../src/db/pool.ts";
import { answer, checkFields, readCatalogue, toldBy, untried } from "./fields_law.ts";
import { analyticsOver, fillShop, laneOf, last } from "./lanes_law.ts";

const utc = { timeZone: "UTC", currency: "USD", weekStart: 1 } as const;

Deno.test("every field is answered by aggregates and views as by the orders, with any filter and comparison", async () => {
  assert.deepEqual(untried(await checkFields(30)), []);
});

Deno.test("a view answers as the orders did when it was refreshed, whatever has come since", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  const { customers } = await readCatalogue(database.url);
  await using shop = askedShop(database.url, utc, last);
  await shop.build();
  const parts = { customers: true, orders: true };
  const asked: readonly AskedQuestion[] = [
    ...["REVENUE", "UNITS", "PROFIT", "MARGIN"].map((sortBy) => ({
      field: "topProducts",
      parts,
      variables: { sortBy },
    })),
    { field: "products", parts, variables: { search: "1" } },
    ...["PRODUCT", "CATEGORY"].map((groupBy) => ({ field: "marginAnalysis", parts, variables: { groupBy } })),
    ...["REVENUE", "ORDERS", "LAST_ORDER"].map((sortBy) => ({
      field: "customers",
      parts,
      variables: { sortBy },
    })),
    { field: "rfmSegments", parts, variables: {} },
    { field: "lifetimeDistribution", parts, variables: {} },
    ...customers.slice(0, 3).map((customerId) => ({
      field: "customerLifetimeValue",
      parts,
      variables: { customerId },
    })),
  ];
  const pool = createPool({ url: database.url, size: 2, deadlineMs: 30_000, name: "test" });
  await pool.snapshot("read", async (then) => {
    const before = askIn(analyticsOver(then, utc, last).direct);
    // A transaction has its snapshot from its first statement on.
    await then.run({ name: "take a snapshot", text: "select", parameters: [] });
    await pool.run({
      name: "change",
      text: "delete from orders where order_date < '2011-06-01'",
      parameters: [],
    });
    await pool.run({ name: "change", text: "update orders set total_amount = 7", parameters: [] });
    await pool.run({ name: "change", text: "update order_items set total_price = 3", parameters: [] });
    for (const question of asked) {
      const now = await answer(shop.ask, question);
      assert.equal(laneOf(now), "VIEW", question.field);
      assert.deepEqual(toldBy(now), toldBy(await answer(before, question)), JSON.stringify(question));
    }
  });
  await pool.close();
});

interface Scored {
  readonly customer: { readonly id: string };
  readonly revenue: number;
  readonly orders: number;
  readonly lastOrder: string | null;
  readonly rfm: Readonly<Record<"recency" | "frequency" | "monetary", number>> | null;
}

Deno.test("ranks and scores, which views alone know, follow from what the orders say of each customer", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  await using shop = askedShop(database.url, utc, last);
  const list =
    "{ customers { nodes { customer { id } revenue orders lastOrder rfm { recency frequency monetary } } } }";
  const listed = async () => Object((await shop.ask(list)).data?.customers).nodes as readonly Scored[];
  const bought = (await listed()).filter(({ orders }) => orders > 0);
  assert.ok(bought.length > 5);
  await shop.build();
  const byId = new Map((await listed()).map((node) => [node.customer.id, node]));
  const score = (better: number) => 5 - Math.floor(5 * better / bought.length);
  for (const { customer: { id }, ...one } of bought) {
    const countOf = (isBetter: (other: Scored) => boolean) => bought.filter(isBetter).length;
    assert.deepEqual(byId.get(id)?.rfm, {
      recency: score(countOf(({ lastOrder }) => String(lastOrder) > String(one.lastOrder))),
      frequency: score(countOf(({ orders }) => orders > one.orders)),
      monetary: score(countOf(({ revenue }) => revenue > one.revenue)),
    });
    const value = `{ customerLifetimeValue(customerId: "${id}") { rank rankedCustomers } }`;
    const before = countOf(({ revenue, customer }) =>
      revenue > one.revenue || revenue === one.revenue && customer.id < id
    );
    assert.deepEqual((await shop.ask(value)).data, {
      customerLifetimeValue: { rank: before + 1, rankedCustomers: bought.length },
    });
  }
});
