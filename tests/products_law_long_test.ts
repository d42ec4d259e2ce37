/** The law of the lanes over products and categories: under every filter, comparison and cut, drained or not. */
import assert from "node:assert/strict";
import type { Analytics } from "../src/analytics/analytics.ts";
import type { Answer, Lane } from "../src/analytics/answer.ts";
import { categoryBreakdown } from "../src/analytics/categories.ts";
import { type Filter, noFilter } from "../src/analytics/filter.ts";
import { allTime, type Calendar, type Span } from "../src/analytics/period.ts";
import { listProducts } from "../src/analytics/product_list.ts";
import { productPerformance } from "../src/analytics/product_performance.ts";
import type { ProductSort } from "../src/analytics/products_sold.ts";
import { topProducts } from "../src/analytics/top_products.ts";
import { createLog } from "../src/base/log.ts";
import type { Pool } from "../src/db/pool.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { analyticsOver, buildAggregates, last } from "./lanes_law.ts";
import { filters, inShop, moved, now, spans, type Things, undrained } from "./products_law.ts";

const log = createLog({ write: () => {} });
const sorts: readonly ProductSort[] = ["REVENUE", "UNITS", "PROFIT", "MARGIN"];

/** Every question about products over one span; `turn` decides by which measure and about which product. */
async function answers(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  products: readonly string[],
  turn: number,
): Promise<readonly Answer<unknown>[]> {
  const sort = sorts[turn % sorts.length] ?? "REVENUE";
  const product = products[turn % products.length] ?? "";
  const ofRange = () => [
    categoryBreakdown(analytics, span, filter),
    productPerformance(analytics, span, filter, product),
  ];
  return await Promise.all<Answer<unknown>>([
    topProducts(analytics, span, filter, sort, 4),
    listProducts(analytics, span, filter, sort, turn % 2 ? { first: 9, search: "p1" } : { first: 1000 }),
    ...(span.period === "ALL_TIME" ? [] : ofRange()),
  ]);
}

function valuesOf(all: readonly Answer<unknown>[]): string {
  return JSON.stringify(all.map(({ value }) => value), null, 1);
}

Deno.test("products and categories are the same from every lane, under every filter and cut", async () => {
  await inShop(async ({ pool, sql, things }) => {
    const calendar: Calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 };
    await buildAggregates(pool, calendar, last);
    await checkLanes(pool, calendar, things);
    for (const change of [...undrained, moved]) {
      await sql.unsafe(change);
      await checkLanes(pool, calendar, things);
    }
  });
});

// Goes on from one check to the next, so that each cut and filter meets every measure.
let turn = 0;

async function checkLanes(pool: Pool, calendar: Calendar, things: Things): Promise<void> {
  const { fast, direct } = analyticsOver(pool, calendar, now);
  turn++;
  for (const span of spans(calendar)) {
    for (const [given, lane] of filters(things)) {
      turn++;
      const filter = { ...noFilter, ...given };
      const name = `${calendar.timeZone} ${span.period} ${span.range.from} ${JSON.stringify(given)}`;
      const answered = await answers(fast, span, filter, things.products, turn);
      assert.deepEqual(new Set(answered.map((answer) => answer.lane)), new Set([lane]), name);
      if (lane === "DIRECT") continue;
      const directly = await answers(direct, span, filter, things.products, turn);
      assert.deepEqual(new Set(directly.map((answer) => answer.lane)), new Set(["DIRECT"]), name);
      assert.equal(valuesOf(answered), valuesOf(directly), name);
    }
  }
}

Deno.test("over all time a view answers as the orders did when it was refreshed, then aggregates do", async () => {
  await inShop(async ({ pool, sql, things }) => {
    const calendar: Calendar = { timeZone: "Asia/Kathmandu", weekStart: 1 };
    const { fast, direct } = analyticsOver(pool, calendar, last);
    const span = allTime();
    const all = async (analytics: Analytics) => {
      const given: (readonly [string, string, Set<Lane>])[] = [];
      for (const [partial] of filters(things)) {
        const filter = { ...noFilter, ...partial };
        const answered = (await Promise.all(
          sorts.map((_, turn) => answers(analytics, span, filter, things.products, turn)),
        )).flat();
        given.push([JSON.stringify(partial), valuesOf(answered), new Set(answered.map(({ lane }) => lane))]);
      }
      return given;
    };
    const lanes = (given: Awaited<ReturnType<typeof all>>) => given.map(([, , lane]) => [...lane]);
    const values = (given: Awaited<ReturnType<typeof all>>) => given.map(([name, value]) => [name, value]);

    await buildAggregates(pool, calendar, last);
    const [aggregated, atRefresh] = [await all(fast), await all(direct)];
    assert.deepEqual(values(aggregated), values(atRefresh));
    assert.deepEqual(lanes(aggregated), filters(things).map(([, lane]) => [lane]));

    assert.ok(await refreshViews({ pool, log }, "all") > 0);
    // What is known of the views is at most a second old.
    const { fast: viewing } = analyticsOver(pool, calendar, last);
    for (const change of undrained) await sql.unsafe(change);
    const [viewed, now] = [await all(viewing), await all(direct)];
    assert.deepEqual(lanes(viewed), filters(things).map(([, , lane]) => [lane]));
    filters(things).forEach(([, , lane], n) => {
      assert.deepEqual(values(viewed)[n], values(lane === "VIEW" ? atRefresh : now)[n]);
    });
    assert.notDeepEqual(values(viewed)[0], values(now)[0]);
    const [refreshed] =
      await sql`select as_of, generation, epoch from view_state where name = 'mv_product_performance'`;
    const answer = await topProducts(viewing, span, noFilter, "REVENUE", 1);
    assert.deepEqual([answer.asOf.epochMilliseconds, answer.generation, answer.epoch], [
      refreshed?.as_of.getTime(),
      Number(refreshed?.generation),
      refreshed?.epoch,
    ]);
  });
});
