// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import { createCatalogue, pricesAt } from "./catalogue.ts";
import { Random } from "./random.ts";

const opensAt = Date.UTC(2022, 0);
const closesAt = Date.UTC(2025, 0);
const catalogue = createCatalogue(1, 1000, opensAt, closesAt);

Deno.test("categories are a tree of two to three levels, parents first", () => {
  const depths = new Map<string, number>();
  for (const { id, parentId } of catalogue.categories) {
    assert.ok(parentId === null || depths.has(parentId));
    depths.set(id, parentId === null ? 1 : depths.get(parentId)! + 1);
  }
  const leaves = catalogue.categories.filter(({ id }) =>
    catalogue.categories.every((c) => c.parentId !== id)
  );
  assert.deepEqual(new Set(leaves.map(({ id }) => depths.get(id))), new Set([2, 3]));
  for (const { categoryId } of catalogue.products) assert.ok(leaves.some(({ id }) => id === categoryId));
});

Deno.test("no two categories of one parent, and no two products, have one name", () => {
  const categories = catalogue.categories.map(({ name, parentId }) => `${parentId} ${name}`);
  assert.equal(new Set(categories).size, categories.length);
  assert.equal(new Set(catalogue.products.map(({ name }) => name)).size, 1000);
});

Deno.test("the largest catalogue there is still has names for all", () => {
  const { products } = createCatalogue(2, 10_000, opensAt, closesAt);
  assert.equal(new Set(products.map(({ name }) => name)).size, 10_000);
});

Deno.test("products cost less than they bring, and one in forty cost nobody knows what", () => {
  const known = catalogue.products.filter(({ cost }) => cost !== null);
  assert.equal(known.length, 975);
  for (const { price, cost } of known) assert.ok(cost! > 0 && cost! < price);
});

Deno.test("prices rise once", () => {
  const product = { ...catalogue.products[0]!, price: 1000, cost: 500, repricedAt: 0.5 };
  assert.deepEqual(pricesAt(product, 0.49), { price: 940, cost: 460 });
  const { price, cost } = pricesAt(product, 0.5);
  assert.deepEqual({ price, cost }, { price: 1000, cost: 500 });
  assert.equal(pricesAt({ ...product, cost: null }, 0.1).cost, null);
});

Deno.test("nothing is sold before its launch, and no later product after the earliest", () => {
  const random = new Random(1, "pick");
  for (const share of [0, 0.3, 0.9]) {
    for (let i = 0; i < 2000; i++) assert.ok(catalogue.pick(random, share, 6).launchedAt <= share);
  }
});

Deno.test("a tenth of the products make more than half of the sales, and a season its own", () => {
  const random = new Random(1, "pick");
  const sales = new Map<string, number>();
  const toys = { 3: 0, 12: 0 };
  for (let i = 0; i < 20_000; i++) {
    for (const month of [3, 12] as const) {
      const { id, peakMonth } = catalogue.pick(random, 1, month);
      sales.set(id, (sales.get(id) ?? 0) + 1);
      if (peakMonth === 12) toys[month]++;
    }
  }
  const best = [...sales.values()].sort((one, two) => two - one).slice(0, 100);
  const share = best.reduce((sum, count) => sum + count) / 40_000;
  assert.ok(share > 0.5 && share < 0.65, String(share));
  assert.ok(toys[12] > 2 * toys[3], JSON.stringify(toys));
});
