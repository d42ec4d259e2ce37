/** Questions at the edges of data: totals below zero, what never sold, categories without products of their own, ties. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import type { AskedShop } from "./asking.ts";
import { type Case, check, checkCases, openShop } from "./boundary_cases.ts";
import { fillTinyShop, idOf, type TinyShop } from "./tiny_shop.ts";

Deno.test("what was returned can be more than what was sold", async () => {
  const line = (quantity: number, total: number) => [{ product: "a", quantity, total, cost: 6 }];
  const sales = [
    { at: "2024-01-15T12:00:00Z", total: -30, customer: "a", rep: "r", lines: line(-3, -30) },
    { at: "2024-02-10T12:00:00Z", total: 10, customer: "a", rep: "r", lines: line(1, 10) },
    { at: "2024-02-11T12:00:00Z", total: -40, customer: "a", rep: "r", lines: line(-4, -40) },
  ];
  await check({ categories: { c: null }, products: { a: "c" }, sales }, {
    now: "2024-02-29T23:59:59.999Z",
    cases: [
      [
        `salesOverview(period: MONTH) { totalRevenue totalOrders averageOrderValue customers unitsSold totalProfit profitMargin
          growthRate revenueChange orderChange previous { totalRevenue averageOrderValue customers } }`,
        {
          salesOverview: {
            totalRevenue: -30,
            totalOrders: 1,
            averageOrderValue: -30,
            customers: 1,
            unitsSold: -3,
            totalProfit: -12,
            profitMargin: 0.4,
            growthRate: 0,
            revenueChange: 0,
            orderChange: 1,
            previous: { totalRevenue: -30, averageOrderValue: null, customers: 0 },
          },
        },
      ],
      [
        `salesTrends(period: YEAR, metric: AOV, compareTo: NONE) { label value }`,
        { salesTrends: [{ label: "2024-01", value: null }, { label: "2024-02", value: -30 }] },
      ],
      [
        `topProducts(sortBy: REVENUE) { revenue unitsSold orders profit profitMargin }`,
        { topProducts: [{ revenue: -60, unitsSold: -6, orders: 1, profit: -24, profitMargin: 0.4 }] },
      ],
      [
        `categoryBreakdown(period: MONTH) { revenue revenueShare growthRate previousRevenue }`,
        { categoryBreakdown: [{ revenue: -30, revenueShare: 1, growthRate: 0, previousRevenue: -30 }] },
      ],
      [
        `salesRepPerformance(period: MONTH) { revenue commission contribution revenueShare }`,
        { salesRepPerformance: [{ revenue: -30, commission: -3, contribution: -9, revenueShare: 1 }] },
      ],
      [
        `profitabilityMetrics(period: MONTH) { profit commission contribution contributionMargin }`,
        { profitabilityMetrics: { profit: -12, commission: -3, contribution: -9, contributionMargin: 0.3 } },
      ],
      [
        `productPerformance(productId: "${
          idOf("product", "a")
        }", period: MONTH) { averagePrice rank growthRate }`,
        { productPerformance: { averagePrice: 10, rank: 1, growthRate: 0 } },
      ],
    ],
  });
});

Deno.test("a product never sold is listed last, and a category holds what lies below it", async () => {
  // Home has no product of its own; nothing of Empty was ever sold.
  const lines = (product: string, total: number) => [{ product, quantity: 1, total, cost: 1 }];
  const sales = [
    { at: "2024-02-10T12:00:00Z", total: 10, lines: lines("a", 10) },
    { at: "2024-02-11T12:00:00Z", total: 20, lines: lines("b", 20) },
    { at: "2024-02-12T12:00:00Z", total: 5, lines: lines("n", 5) },
  ];
  const tiny: TinyShop = {
    categories: { H: null, L: "H", D: "L", E: null },
    products: { a: "L", b: "D", n: null, u: "E" },
    sales,
  };
  const month = (category: string) =>
    `salesOverview(period: MONTH, filter: { categoryIds: [${category}] }) { totalRevenue }`;
  await check(tiny, {
    now: "2024-02-29T23:59:59.999Z",
    cases: [
      [
        `categoryBreakdown(period: MONTH) { category { path } parentId revenue revenueShare }`,
        {
          categoryBreakdown: [
            { category: { path: ["H"] }, parentId: null, revenue: 30, revenueShare: 0.857143 },
            {
              category: { path: ["H", "L"] },
              parentId: idOf("category", "H"),
              revenue: 30,
              revenueShare: 0.857143,
            },
            {
              category: { path: ["H", "L", "D"] },
              parentId: idOf("category", "L"),
              revenue: 20,
              revenueShare: 0.571429,
            },
            { category: null, parentId: null, revenue: 5, revenueShare: 0.142857 },
          ],
        },
      ],
      [month(`"${idOf("category", "H")}"`), { salesOverview: { totalRevenue: 30 } }],
      [month(`"${idOf("category", "D")}", null`), { salesOverview: { totalRevenue: 25 } }],
      [month(`"${idOf("category", "E")}"`), { salesOverview: { totalRevenue: 0 } }],
      [
        `products(sortBy: REVENUE) { totalCount nodes { product { name } revenue orders profitMargin } }`,
        {
          products: {
            totalCount: 4,
            nodes: [
              { product: { name: "b" }, revenue: 20, orders: 1, profitMargin: 0.95 },
              { product: { name: "a" }, revenue: 10, orders: 1, profitMargin: 0.9 },
              { product: { name: "n" }, revenue: 5, orders: 1, profitMargin: 0.8 },
              { product: { name: "u" }, revenue: 0, orders: 0, profitMargin: null },
            ],
          },
        },
      ],
      [`topProducts(sortBy: UNITS) { product { name } }`, {
        topProducts: ["a", "b", "n"].map((name) => ({ product: { name } })),
      }],
      [
        `productPerformance(productId: "${idOf("product", "u")}", period: MONTH) {
          revenue unitsSold orders averagePrice profitMargin costCoverage revenueShare rank rankedProducts growthRate }`,
        {
          productPerformance: {
            revenue: 0,
            unitsSold: 0,
            orders: 0,
            averagePrice: null,
            profitMargin: null,
            costCoverage: null,
            revenueShare: 0,
            rank: null,
            rankedProducts: 3,
            growthRate: null,
          },
        },
      ],
    ],
  });
});

Deno.test("among equals the lower id comes first, on every page", async () => {
  const names = ["c", "a", "d", "b"];
  const sales = names.map((name) => ({
    at: "2024-02-10T12:00:00Z",
    total: 10,
    customer: name,
    segment: name,
    rep: name,
    lines: [{ product: name, quantity: 1, total: 10, cost: 4 }],
  }));
  const each = Object.fromEntries(names.map((name) => [name, name]));
  const categories = Object.fromEntries(names.map((name) => [name, null]));
  await using database = await testDatabase();
  await fillTinyShop(database.url, { categories, products: each, sales });
  await using shop = openShop(database.url, "UTC", 1, "2024-02-29T23:59:59.999Z");
  const sorted = ["a", "b", "c", "d"];
  const products = sorted.map((name) => ({ product: { name } }));
  const cases: readonly Case[] = [
    ...["REVENUE", "UNITS", "PROFIT", "MARGIN"].flatMap((sort): Case[] => [
      [`topProducts(sortBy: ${sort}) { product { name } }`, { topProducts: products }],
      [`topProducts(sortBy: ${sort}, period: MONTH, limit: 2) { product { name } }`, {
        topProducts: products.slice(0, 2),
      }],
    ]),
    [`categoryBreakdown(period: MONTH) { category { name } }`, {
      categoryBreakdown: sorted.map((name) => ({ category: { name } })),
    }],
    [`customerSegments { segment }`, { customerSegments: sorted.map((segment) => ({ segment })) }],
    [`salesRepPerformance(period: MONTH) { rank salesRep { name } }`, {
      salesRepPerformance: sorted.map((name, index) => ({ rank: index + 1, salesRep: { name } })),
    }],
    ...["PRODUCT", "CATEGORY", "SEGMENT", "REGION", "SALES_REP"].map((groupBy): Case => [
      `marginAnalysis(groupBy: ${groupBy}, limit: 3) { label }`,
      { marginAnalysis: sorted.slice(0, 3).map((label) => ({ label })) },
    ]),
  ];
  for (const source of ["orders", "aggregates and views"]) {
    await checkCases(shop, cases, source);
    for (const [list, entry] of [["products", "product"], ["customers", "customer"]] as const) {
      for (
        const sort of list === "products"
          ? ["REVENUE", "MARGIN"]
          : ["REVENUE", "ORDERS", "LAST_ORDER", "NAME"]
      ) {
        assert.deepEqual(
          await pagesOf(shop, list, entry, sort),
          [["a", "b"], ["c", "d"]],
          `${list} by ${sort}, of ${source}`,
        );
      }
    }
    await shop.build();
  }
});

/** @returns the names on each page of two */
async function pagesOf(shop: AskedShop, list: string, entry: string, sort: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let after: string | null = null, more = true; more;) {
    const { data, errors } = await shop.ask(
      `query ($after: String) { ${list}(first: 2, after: $after, sortBy: ${sort}) {
        nodes { ${entry} { name } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    assert.equal(errors, undefined, JSON.stringify(errors));
    const { nodes, pageInfo } = Object(data?.[list]);
    pages.push(nodes.map((node: Record<string, { readonly name: string }>) => node[entry]?.name));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  return pages;
}
