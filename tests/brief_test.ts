/** The queries of the product's brief, as they stand there, and the lanes that it wants them to take. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { type AskedShop } from "./asking.ts";
import { openSmallShop } from "./small_shop.ts";

// The brief gives fields, arguments and types, but no selections: these ask for all that its types name.
const queries: Readonly<Record<string, string>> = {
  salesOverview: `query ($dateRange: DateRangeInput!) { salesOverview(dateRange: $dateRange) {
    totalRevenue totalOrders averageOrderValue growthRate revenueChange orderChange } }`,
  salesTrends: `query ($period: Period!, $metric: Metric!) { salesTrends(period: $period, metric: $metric) {
    timestamp value label } }`,
  topProducts:
    `query ($limit: Int = 10, $sortBy: ProductSort!) { topProducts(limit: $limit, sortBy: $sortBy) {
    product { id } revenue unitsSold profit profitMargin growthRate } }`,
  productPerformance: `query ($productId: ID!, $period: Period!) {
    productPerformance(productId: $productId, period: $period) { product { id } } }`,
  categoryBreakdown: `query ($period: Period!) { categoryBreakdown(period: $period) { revenue } }`,
  customerSegments: `{ customerSegments { segment } }`,
  customerLifetimeValue:
    `query ($customerId: ID!) { customerLifetimeValue(customerId: $customerId) { revenue } }`,
  customerRetention: `query ($period: Period!) { customerRetention(period: $period) { retentionRate } }`,
  profitabilityMetrics: `query ($period: Period!) { profitabilityMetrics(period: $period) { profit } }`,
  marginAnalysis: `query ($groupBy: GroupBy!) { marginAnalysis(groupBy: $groupBy) { profitMargin } }`,
};

const [ann, desk, chair] = [
  "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
  "22222222-2222-4222-8222-222222222222",
  "33333333-3333-4333-8333-333333333333",
];
const march = { startDate: "2024-03-01T00:00:00+01:00", endDate: "2024-04-01T00:00:00+02:00" };
const periods = ["TODAY", "WEEK", "MONTH", "QUARTER", "YEAR"];
const metrics = ["REVENUE", "ORDERS", "CUSTOMERS", "AOV"];
const everyPeriod = periods.map((period) => ({ period }));

const variables: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  salesOverview: [{ dateRange: march }],
  salesTrends: periods.flatMap((period) => metrics.map((metric) => ({ period, metric }))),
  topProducts: [{ sortBy: "REVENUE" }, { sortBy: "PROFIT", limit: 1 }],
  productPerformance: periods.map((period) => ({ period, productId: desk })),
  categoryBreakdown: everyPeriod,
  customerSegments: [{}],
  customerLifetimeValue: [{ customerId: ann }],
  customerRetention: everyPeriod,
  profitabilityMetrics: everyPeriod,
  marginAnalysis: ["PRODUCT", "CATEGORY", "SEGMENT", "REGION", "SALES_REP"].map((groupBy) => ({ groupBy })),
};

// Which lane answers each of its questions, and questions beyond it, as `lane.ts` has it.
const lanes: readonly (readonly [lane: string, query: string])[] = [
  ["AGGREGATE", `salesOverview(period: MONTH) { totalRevenue }`],
  ["AGGREGATE", `salesOverview(period: MONTH) { customers }`],
  ["AGGREGATE", `salesOverview(period: MONTH, filter: { regions: ["West"] }) { totalRevenue }`],
  ["DIRECT", `salesOverview(period: MONTH, filter: { regions: ["West"] }) { totalRevenue customers }`],
  [
    "AGGREGATE",
    `salesOverview(period: MONTH, filter: { productIds: ["${desk}"] }) { totalRevenue totalOrders }`,
  ],
  [
    "AGGREGATE",
    `salesOverview(period: MONTH, filter: { productIds: ["${desk}", "${chair}"] }) { unitsSold }`,
  ],
  ["DIRECT", `salesOverview(period: MONTH, filter: { productIds: ["${desk}", "${chair}"] }) { totalOrders }`],
  [
    "DIRECT",
    `salesOverview(period: MONTH, filter: { segments: ["New"], productIds: ["${desk}"] }) { unitsSold }`,
  ],
  ["AGGREGATE", `salesTrends(period: TODAY, metric: CUSTOMERS) { value }`],
  ["AGGREGATE", `salesTrends(period: YEAR, metric: CUSTOMERS) { value }`],
  ["AGGREGATE", `salesTrends(period: MONTH, metric: AOV, filter: { segments: ["New"] }) { value }`],
  ["DIRECT", `salesTrends(period: MONTH, metric: CUSTOMERS, filter: { segments: ["New"] }) { value }`],
  ["DIRECT", `salesTrends(period: TODAY, metric: REVENUE, filter: { segments: ["New"] }) { value }`],
  ["AGGREGATE", `salesTrends(period: MONTH, metric: PROFIT, filter: { productIds: ["${desk}"] }) { value }`],
  ["VIEW", `topProducts(sortBy: REVENUE) { revenue }`],
  ["AGGREGATE", `topProducts(sortBy: REVENUE, period: YEAR) { revenue }`],
  ["DIRECT", `topProducts(sortBy: REVENUE, period: YEAR, filter: { segments: ["New"] }) { revenue }`],
  ["DIRECT", `topProducts(sortBy: REVENUE, filter: { regions: ["West"] }) { revenue }`],
  ["VIEW", `products { nodes { revenue } }`],
  ["AGGREGATE", `products(period: YEAR) { nodes { revenue } }`],
  ["AGGREGATE", `productPerformance(productId: "${desk}", period: YEAR) { revenue }`],
  ["AGGREGATE", `productPerformance(productId: "${desk}", period: YEAR) { trend { value } }`],
  ["AGGREGATE", `categoryBreakdown(period: YEAR) { revenue }`],
  ["DIRECT", `categoryBreakdown(period: YEAR, filter: { regions: ["West"] }) { revenue }`],
  ["AGGREGATE", `customerSegments { revenue }`],
  ["AGGREGATE", `customerSegments(period: MONTH) { revenue }`],
  ["DIRECT", `customerSegments(period: MONTH) { customers }`],
  ["DIRECT", `customerSegments(period: MONTH, filter: { productIds: ["${desk}"] }) { revenue }`],
  ["VIEW", `customerLifetimeValue(customerId: "${ann}") { revenue }`],
  ["AGGREGATE", `customerRetention(period: MONTH) { retentionRate }`],
  ["DIRECT", `customerRetention(period: MONTH, filter: { segments: ["New"] }) { retentionRate }`],
  ["AGGREGATE", `cohortRetention { months }`],
  ["VIEW", `rfmSegments { customers }`],
  ["VIEW", `customers { totalCount }`],
  ["AGGREGATE", `profitabilityMetrics(period: MONTH) { contribution }`],
  ["AGGREGATE", `profitabilityMetrics(period: MONTH, filter: { segments: ["New"] }) { contribution }`],
  ["DIRECT", `profitabilityMetrics(period: MONTH, filter: { productIds: ["${desk}"] }) { contribution }`],
  ["VIEW", `marginAnalysis(groupBy: PRODUCT) { revenue }`],
  ["VIEW", `marginAnalysis(groupBy: CATEGORY) { revenue }`],
  ["AGGREGATE", `marginAnalysis(groupBy: PRODUCT, period: MONTH) { revenue }`],
  ["AGGREGATE", `marginAnalysis(groupBy: CATEGORY, period: MONTH) { revenue }`],
  ["AGGREGATE", `marginAnalysis(groupBy: SEGMENT) { revenue }`],
  ["AGGREGATE", `marginAnalysis(groupBy: REGION, period: MONTH) { revenue }`],
  ["AGGREGATE", `marginAnalysis(groupBy: SALES_REP, filter: { regions: ["West"] }) { revenue }`],
  ["DIRECT", `marginAnalysis(groupBy: SALES_REP, filter: { productIds: ["${desk}"] }) { revenue }`],
  ["AGGREGATE", `salesRepPerformance(period: MONTH) { revenue }`],
  ["DIRECT", `salesRepPerformance(period: MONTH, filter: { productIds: ["${desk}"] }) { revenue }`],
  ["AGGREGATE", `realtimeMetrics { today { revenue orders } }`],
  ["DIRECT", `realtimeMetrics { lastHour { revenue } }`],
  ["DIRECT", `realtimeMetrics { lastHour { revenue } today { revenue } }`],
  ["DIRECT", `realtimeMetrics(filter: { regions: ["West"] }) { today { revenue } }`],
];

Deno.test("every query of the brief runs as it stands, before and after anything is built", async (t) => {
  await using database = await testDatabase();
  await using shop = await openSmallShop(database.url);
  const runAll = async (when: string) => {
    for (const [field, query] of Object.entries(queries)) {
      await t.step(`${field}, ${when}`, () => runEach(shop, field, query));
    }
  };
  await runAll("before");
  await shop.build();
  await runAll("after");
  for (const [lane, field] of lanes) {
    await t.step(`${lane} answers ${field}`, async () => {
      const { errors, extensions } = await shop.ask(`{ ${field} }`);
      assert.equal(errors, undefined, JSON.stringify(errors));
      assert.deepEqual(Object.values(extensions?.answers ?? {}).map((answer) => answer.lane), [lane]);
    });
  }
});

async function runEach(shop: AskedShop, field: string, query: string): Promise<void> {
  const asked = variables[field] ?? [];
  assert.ok(asked.length > 0);
  for (const each of asked) {
    const { data, errors } = await shop.ask(query, each);
    assert.equal(errors, undefined, JSON.stringify(errors));
    assert.notEqual(data?.[field], undefined);
  }
}
