/** What is answered about products, against their lines added up one by one. */
import assert from "node:assert/strict";
import type { Analytics } from "../src/analytics/analytics.ts";
import { bucketsOf, bucketUnit } from "../src/analytics/buckets.ts";
import { categoryBreakdown } from "../src/analytics/categories.ts";
import { type Filter, noFilter } from "../src/analytics/filter.ts";
import type { Calendar, Range, Span } from "../src/analytics/period.ts";
import { listProducts } from "../src/analytics/product_list.ts";
import {
  type ProductMetric,
  productPerformance,
  productTrend,
} from "../src/analytics/product_performance.ts";
import type { ProductInsight } from "../src/analytics/products_sold.ts";
import { topProducts } from "../src/analytics/top_products.ts";
import { analyticsOver, buildAggregates, last } from "./lanes_law.ts";
import { filters, inShop, moved, now, spans, type Things, undrained } from "./products_law.ts";
import { type Figures, type Oracle, readOracle } from "./products_oracle.ts";

// Goes on from one check to the next, so that each cut and filter meets every product and metric.
let turn = 0;

Deno.test("what every lane answers is what the lines add up to, one by one", async () => {
  await inShop(async ({ pool, sql, things }) => {
    const calendar: Calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 };
    await buildAggregates(pool, calendar, last);
    await sql.unsafe([...undrained, moved].join("\n"));
    const oracle = await readOracle(sql);
    const { fast } = analyticsOver(pool, calendar, now);
    for (const span of spans(calendar)) {
      for (const [given] of filters(things)) {
        await checkSums(fast, span, { ...noFilter, ...given }, oracle, things);
      }
    }
  });
});

async function checkSums(analytics: Analytics, span: Span, filter: Filter, oracle: Oracle, things: Things) {
  const name = `${span.period} ${span.range.from} ${JSON.stringify(filter)}`;
  const sold = oracle.products(span.range, filter);
  const before = span.previous && oracle.products(span.previous, filter);
  const ranked = [...sold].toSorted(([a, [x]], [b, [y]]) => y - x || (a < b ? -1 : 1));
  const { value: top } = await topProducts(analytics, span, filter, "REVENUE", 1000);
  assert.deepEqual(
    top.map((each) => [each.productId, figures(each), each.previousRevenue]),
    ranked.map(([id, figures]) => [id, figures, before ? before.get(id)?.[0] ?? 0 : null]),
    name,
  );
  const { value: listed } = await listProducts(analytics, span, filter, "UNITS", { first: 1000 });
  for (const { node } of listed.edges) {
    assert.deepEqual(figures(node), sold.get(node.productId) ?? [0, 0, 0, 0], name);
  }
  const { value: categories } = await categoryBreakdown(analytics, span, filter);
  assert.deepEqual(
    new Map(categories.map(({ category, revenue }) => [category?.id ?? null, revenue])),
    oracle.categories(span.range, filter),
    name,
  );
  for (const id of things.products.slice(0, 4)) {
    const { value } = await productPerformance(analytics, span, filter, id);
    assert.deepEqual(figures(value), sold.get(id) ?? [0, 0, 0, 0], name);
    const place = ranked.findIndex(([product]) => product === id);
    assert.deepEqual([value.rank, value.rankedProducts], [place < 0 ? null : place + 1, ranked.length], name);
    assert.equal(value.previous?.orders, before && (before.get(id)?.[2] ?? 0), name);
  }
  await checkTrend(analytics, span, filter, oracle, things);
}

async function checkTrend(analytics: Analytics, span: Span, filter: Filter, oracle: Oracle, things: Things) {
  turn++;
  const id = things.products[turn % 4] ?? "";
  const [metric, place] = metrics[turn % metrics.length] ?? ["REVENUE", 0];
  const { value: performance } = await productPerformance(analytics, span, filter, id, []);
  const { value: points } = await productTrend(analytics, performance, metric);
  const valueIn = (range: Range) => oracle.products(range, filter).get(id)?.[place] ?? 0;
  assert.ok(points.length > 0);
  const before = span.previous
    ? bucketsOf(span.previous, bucketUnit(span, analytics.calendar), analytics.calendar, now)
    : [];
  points.forEach(({ bucket, value, previous }, index) => {
    const name = `${metric} of ${id} in ${bucket.range.from} ${JSON.stringify(filter)}`;
    assert.equal(value, valueIn(bucket.range), name);
    assert.equal(previous, before[index] ? valueIn(before[index].range) : null, name);
  });
}

const metrics: readonly (readonly [ProductMetric, 0 | 1 | 2 | 3])[] = [
  ["REVENUE", 0],
  ["UNITS", 1],
  ["ORDERS", 2],
  ["PROFIT", 3],
];

function figures(
  { revenue, unitsSold, orders, profit }: Pick<ProductInsight, "revenue" | "unitsSold" | "orders" | "profit">,
): Figures {
  return [revenue, unitsSold, orders, profit];
}
