import assert from "node:assert/strict";
import type { SalesOverview } from "./answer.ts";
import { figuresOf } from "./figures.ts";
import { createFormats } from "../formats.ts";

const november = { startDate: "2017-11-01T00:00:00Z", endDate: "2017-12-01T00:00:00Z" };
const december = { startDate: "2017-12-01T00:00:00Z", endDate: "2017-12-30T23:59:59.999Z" };

const nothing = { totalRevenue: 0, totalOrders: 0, averageOrderValue: null, customers: 0, totalProfit: 0 };
const before = {
  range: november,
  totalRevenue: 1000,
  totalOrders: 10,
  averageOrderValue: 100,
  customers: 8,
  totalProfit: -50,
};
const sales: SalesOverview = {
  range: december,
  totalRevenue: 1200,
  totalOrders: 10,
  averageOrderValue: 120,
  customers: 6,
  totalProfit: 25,
  profitMargin: 0.025,
  costCoverage: 0.8333,
  growthRate: 0.2,
  previous: before,
};

/** A line a figure: its value, its change and what else is said. */
function linesOf(overview: SalesOverview): string[] {
  return figuresOf(overview, createFormats("USD", "UTC"), "UTC").map(({ value, change, note }) => {
    const said = change === undefined || typeof change === "string"
      ? change
      : `${change.direction} ${change.text} ${change.versus}`;
    return [value?.text ?? "none", said, note].filter((part) => part).join(" | ").replaceAll(
      "\u2009",
      " ",
    );
  });
}

Deno.test("figures say how they changed, and which way", () => {
  assert.deepEqual(linesOf(sales), [
    "$1,200.00 | up +20.0% vs Nov 1 – 30",
    "10 | flat 0.0% vs Nov 1 – 30",
    "$120.00 | up +20.0% vs Nov 1 – 30",
    "6 | down −25.0% vs Nov 1 – 30",
    "$25.00 | up +150.0% vs Nov 1 – 30 | 2.5% margin · cost known for 83.3% of sales",
  ]);
});

Deno.test("figures without anything earlier say so", () => {
  assert.deepEqual(
    linesOf({ ...sales, growthRate: null, costCoverage: 1, previous: { ...before, ...nothing } }),
    [
      "$1,200.00 | Nothing earlier to compare with",
      "10 | Nothing earlier to compare with",
      "$120.00 | Nothing earlier to compare with",
      "6 | Nothing earlier to compare with",
      "$25.00 | Nothing earlier to compare with | 2.5% margin",
    ],
  );
});

Deno.test("figures of a period without sales are zero, and what has no value is not", () => {
  const quiet = { ...sales, ...nothing, profitMargin: null, costCoverage: null, growthRate: -1 };
  assert.deepEqual(linesOf(quiet), [
    "$0.00 | down −100.0% vs Nov 1 – 30",
    "0 | down −100.0% vs Nov 1 – 30",
    "none | No orders to average",
    "0 | down −100.0% vs Nov 1 – 30",
    "$0.00 | up +100.0% vs Nov 1 – 30",
  ]);
});

Deno.test("profit is unknown where no cost is", () => {
  const [, , , , profit] = linesOf({ ...sales, costCoverage: 0, totalProfit: 0, profitMargin: null });
  assert.equal(profit, "none | Costs are not known");
});

Deno.test("the range compared with has its year where that is another one", () => {
  const range = { startDate: "2016-12-01T00:00:00Z", endDate: "2016-12-31T00:00:00Z" };
  const [revenue] = linesOf({ ...sales, previous: { ...before, range } });
  assert.equal(revenue, "$1,200.00 | up +20.0% vs Dec 1 – 30, 2016");
});

Deno.test("figures that are compared with nothing say nothing of a change", () => {
  assert.deepEqual(linesOf({ ...sales, previous: null, growthRate: null }), [
    "$1,200.00",
    "10",
    "$120.00",
    "6",
    "$25.00 | 2.5% margin · cost known for 83.3% of sales",
  ]);
});

Deno.test("those who may not see profit have no such figure", () => {
  const { totalProfit: _, profitMargin: __, ...seen } = sales;
  assert.equal(linesOf(seen).length, 4);
});
