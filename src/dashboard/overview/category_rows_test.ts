import assert from "node:assert/strict";
import type { CategoryInsight } from "./answer.ts";
import { categoryRows } from "./category_rows.ts";

const nothing = { unitsSold: 0, profit: 0, profitMargin: null, growthRate: null, revenueShare: null };

/** @param path names from the top of the tree; none for products without a category */
function sold(revenue: number, ...path: string[]): CategoryInsight {
  const id = path.join("/");
  const parentId = path.length > 1 ? path.slice(0, -1).join("/") : null;
  const category = path.length === 0 ? null : { id, name: path.at(-1) ?? "", path };
  return { ...nothing, revenue, category, parentId };
}

const insights = [
  sold(90, "Home"),
  sold(60, "Home", "Kitchen"),
  sold(50, "Garden"),
  sold(40, "Home", "Kitchen", "Pans"),
  sold(30, "Home", "Beds"),
  sold(20),
  sold(10, "Lost", "Orphan"),
];

function outline(most: number): string[] {
  return categoryRows(insights, most).rows.map(({ insight, depth }) =>
    "-".repeat(depth) + (insight.category?.name ?? "none")
  );
}

Deno.test("categories stand below the one they lie in, the largest first", () => {
  assert.deepEqual(outline(10), ["Home", "-Kitchen", "--Pans", "-Beds", "Garden", "none", "Orphan"]);
});

Deno.test("of many categories the deepest and smallest are left out, and counted", () => {
  assert.deepEqual(outline(5), ["Home", "-Kitchen", "Garden", "none", "Orphan"]);
  assert.equal(categoryRows(insights, 5).more, 2);
  assert.equal(categoryRows(insights, 10).more, 0);
});
