import assert from "node:assert/strict";
import { type Filter, noFilter } from "./filter.ts";
import { considerLanes, type Coverage, isBuilt, laneOf } from "./lane.ts";
import type { Calendar } from "./period.ts";
import type { Question } from "./question.ts";

const calendar: Calendar = { timeZone: "Europe/Berlin", weekStart: 1 };
const asOf = Temporal.Instant.from("2024-02-20T20:00:00Z");
const timeZone = calendar.timeZone;
const views = ["mv_daily_sales", "mv_product_performance", "mv_customer_segments"].map((name) => ({
  name,
  asOf,
  timeZone,
}));
const built: Coverage = { asOf, timeZone, views };

const unbuilt: readonly Partial<Coverage>[] = [{ asOf: undefined }, { timeZone: "UTC" }, {
  timeZone: undefined,
}];

const product = "0190a0b0-0000-7000-8000-000000000001";
const filters = {
  none: noFilter,
  region: { ...noFilter, regions: ["West"] },
  rep: { ...noFilter, salesRepIds: [null] },
  segment: { ...noFilter, segments: [] },
  category: { ...noFilter, categoryIds: [product] },
  products: { ...noFilter, productIds: [product, product.replace(/1$/, "2")] },
  product: { ...noFilter, productIds: [product] },
  both: { ...noFilter, regions: ["West"], productIds: [product] },
} as const satisfies Readonly<Record<string, Filter>>;

const parties = ["region", "rep", "segment"] as const;
const several = ["category", "products"] as const;

const sums: Question = { kind: "sums", orders: true, commission: false };
const amounts: Question = { kind: "sums", orders: false, commission: false };
const profitability: Question = { kind: "sums", orders: false, commission: true };
const trend = (
  metric: Extract<Question, { kind: "trend" }>["metric"],
  unit: "hour" | "day" | "month",
): Question => ({
  kind: "trend",
  metric,
  unit,
});

// The lane table of docs/ARCHITECTURE.md: filters, and what answers the question under them.
const cases: readonly (readonly [Question, readonly (readonly [(keyof typeof filters)[], string])[]])[] = [
  [sums, [
    [["none"], "AGGREGATE hours"],
    [[...parties], "AGGREGATE reps"],
    [["product"], "AGGREGATE products"],
    [[...several, "both"], "DIRECT"],
  ]],
  [amounts, [
    [["none"], "AGGREGATE hours"],
    [[...parties], "AGGREGATE reps"],
    [["product", ...several], "AGGREGATE products"],
    [["both"], "DIRECT"],
  ]],
  [profitability, [
    [["none", ...parties], "AGGREGATE reps"],
    [["product", ...several, "both"], "DIRECT"],
  ]],
  [{ kind: "customers" }, [
    [["none"], "AGGREGATE activity"],
    [[...parties, "product", ...several, "both"], "DIRECT"],
  ]],
  ...(["REVENUE", "UNITS", "PROFIT"] as const).map((metric) =>
    [trend(metric, "day"), [
      [["none"], "AGGREGATE hours"],
      [[...parties], "AGGREGATE reps"],
      [["product", ...several], "AGGREGATE products"],
      [["both"], "DIRECT"],
    ]] as const satisfies (typeof cases)[number]
  ),
  ...(["ORDERS", "AOV"] as const).map((metric) =>
    [trend(metric, "month"), [
      [["none"], "AGGREGATE hours"],
      [[...parties], "AGGREGATE reps"],
      [["product"], "AGGREGATE products"],
      [[...several, "both"], "DIRECT"],
    ]] as const satisfies (typeof cases)[number]
  ),
  [trend("CUSTOMERS", "day"), [
    [["none"], "AGGREGATE activity"],
    [[...parties, "product", ...several, "both"], "DIRECT"],
  ]],
  ...(["REVENUE", "CUSTOMERS", "UNITS"] as const).map((metric) =>
    [trend(metric, "hour"), [
      [["none"], "AGGREGATE hours"],
      [[...parties, "product", ...several, "both"], "DIRECT"],
    ]] as const satisfies (typeof cases)[number]
  ),
  [{ kind: "products", allTime: false }, [
    [["none", "product", ...several], "AGGREGATE products"],
    [[...parties, "both"], "DIRECT"],
  ]],
  [{ kind: "products", allTime: true }, [
    [["none", "product", ...several], "VIEW"],
    [[...parties, "both"], "DIRECT"],
  ]],
  [{ kind: "parties" }, [
    [["none", ...parties], "AGGREGATE reps"],
    [["product", ...several, "both"], "DIRECT"],
  ]],
  [{ kind: "lifetime" }, [[["none"], "VIEW"]]],
  [{ kind: "retention" }, [
    [["none"], "AGGREGATE activity"],
    [[...parties, "product", ...several, "both"], "DIRECT"],
  ]],
  [{ kind: "cohorts" }, [[["none"], "AGGREGATE cohorts"]]],
];

function choose(question: Question, filter: Filter, coverage: Coverage): string {
  const { lane, table } = laneOf(question, filter, coverage, calendar);
  const usable = considerLanes(question, filter, coverage, calendar).find(({ isUsable }) => isUsable);
  assert.equal(usable?.lane, lane, "the explanation is of what is chosen");
  return table ? `${lane} ${table}` : lane;
}

for (const [question, expected] of cases) {
  Deno.test(`the lane of ${JSON.stringify(question)}`, () => {
    for (const [names, choice] of expected) {
      for (const name of names) assert.equal(choose(question, filters[name], built), choice, name);
    }
  });
}

Deno.test("without aggregates for the shop's zone, the orders answer what no view does", () => {
  for (const change of unbuilt) {
    const coverage = { ...built, ...change };
    assert.equal(isBuilt(coverage, calendar), false, JSON.stringify(change));
    for (const [question, expected] of cases) {
      for (const [names, choice] of expected) {
        const lane = choice === "VIEW" ? "VIEW" : "DIRECT";
        for (const name of names) assert.equal(choose(question, filters[name], coverage), lane);
      }
    }
  }
  assert.equal(isBuilt(built, calendar), true);
});

Deno.test("a view that was never refreshed, or for another zone, leaves its questions to the aggregates", () => {
  const products: Question = { kind: "products", allTime: true };
  for (const without of [[], views.map((view) => ({ ...view, timeZone: "UTC" })), views.slice(0, 1)]) {
    const coverage = { ...built, views: without };
    assert.equal(choose(products, filters.category, coverage), "AGGREGATE products");
    assert.equal(choose({ kind: "lifetime" }, noFilter, coverage), "AGGREGATE customers");
    assert.equal(choose(products, noFilter, { ...coverage, asOf: undefined }), "DIRECT");
  }
});
