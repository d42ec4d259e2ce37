/** Questions at the edges of time and of data, each of the orders alone and of what is built from them. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentOf, fields } from "./any_question.ts";
import { type AskedShop, askedShop } from "./asking.ts";
import { fillTinyShop, idOf, type TinySale, type TinyShop } from "./tiny_shop.ts";

type Case = readonly [query: string, answer: unknown];

interface Asked {
  readonly timeZone?: string;
  readonly weekStart?: 1 | 7;
  readonly now: string;
  readonly cases: readonly Case[];
}

/** Asks everything, builds aggregates and views, and asks it again. */
async function check(tiny: TinyShop, ...asked: readonly Asked[]): Promise<void> {
  await using database = await testDatabase();
  await fillTinyShop(database.url, tiny);
  for (const { timeZone = "UTC", weekStart = 1, now, cases } of asked) {
    await using shop = openShop(database.url, timeZone, weekStart, now);
    await checkCases(shop, cases, "orders");
    await shop.build();
    await checkCases(shop, cases, "aggregates and views");
  }
}

function openShop(url: string, timeZone: string, weekStart: 1 | 7, now: string): AskedShop {
  return askedShop(url, { timeZone, weekStart, currency: "EUR" }, Temporal.Instant.from(now));
}

async function checkCases(shop: AskedShop, cases: readonly Case[], of: string): Promise<void> {
  for (const [query, answer] of cases) {
    const { data, errors } = await shop.ask(`{ ${query} }`);
    assert.equal(errors, undefined, `${query}: ${JSON.stringify(errors)}`);
    assert.deepEqual(data, answer, `${query}, of ${of}`);
  }
}

// Amounts are powers of two, so that a sum tells what is in it.
const edges: readonly TinySale[] = [
  { at: "2023-12-31T23:59:59.999999+01:00", total: 64 },
  { at: "2024-01-01T00:00:00+01:00", total: 1 },
  { at: "2024-03-31T23:59:59.999999+02:00", total: 128 },
  { at: "2024-04-01T00:00:00+02:00", total: 2 },
  { at: "2024-04-30T23:59:59.999999+02:00", total: 256 },
  { at: "2024-05-01T00:00:00+02:00", total: 4 },
  { at: "2024-05-11T23:59:59.999999+02:00", total: 1024 },
  { at: "2024-05-12T00:00:00+02:00", total: 16 },
  { at: "2024-05-12T23:59:59.999999+02:00", total: 512 },
  { at: "2024-05-13T00:00:00+02:00", total: 8 },
  { at: "2024-05-14T23:59:59.999999+02:00", total: 2048 },
  { at: "2024-05-15T00:00:00+02:00", total: 32 },
  { at: "2024-05-15T11:59:59.999999+02:00", total: 4096 },
  // Now: the first instant that is in no period to date.
  { at: "2024-05-15T12:00:00+02:00", total: 8192 },
];

Deno.test("a period has its first instant and all up to now, which it has not; a week begins when the shop's does", async () => {
  const at = { timeZone: "Europe/Berlin", now: "2024-05-15T12:00:00+02:00" };
  const period = (name: string, totalRevenue: number, totalOrders: number): Case => [
    `salesOverview(period: ${name}) { totalRevenue totalOrders }`,
    { salesOverview: { totalRevenue, totalOrders } },
  ];
  await check({ sales: edges }, {
    ...at,
    cases: [
      period("TODAY", 4128, 2),
      period("WEEK", 6184, 4),
      period("MONTH", 7740, 8),
      period("QUARTER", 7998, 10),
      period("YEAR", 8127, 12),
      [
        `salesOverview(dateRange: { startDate: "2024-05-13T00:00:00+02:00", endDate: "2024-05-15T00:00:00+02:00" }) {
          totalRevenue previous { totalRevenue } }`,
        { salesOverview: { totalRevenue: 2056, previous: { totalRevenue: 1552 } } },
      ],
      [
        `salesTrends(period: WEEK, metric: REVENUE, compareTo: NONE) { label value partial }`,
        {
          salesTrends: [
            { label: "2024-05-13", value: 8, partial: false },
            { label: "2024-05-14", value: 2048, partial: false },
            { label: "2024-05-15", value: 4128, partial: true },
          ],
        },
      ],
    ],
  }, {
    ...at,
    weekStart: 7,
    cases: [
      period("WEEK", 6712, 6),
      [
        `salesTrends(period: WEEK, metric: ORDERS, compareTo: NONE) { label value }`,
        {
          salesTrends: [
            { label: "2024-05-12", value: 2 },
            { label: "2024-05-13", value: 1 },
            { label: "2024-05-14", value: 1 },
            { label: "2024-05-15", value: 2 },
          ],
        },
      ],
    ],
  });
});

Deno.test("a day of 23 hours has as many, one of 25 has one hour twice", async () => {
  const sales = [
    { at: "2024-03-31T00:59:59Z", total: 1 },
    { at: "2024-03-31T01:00:00Z", total: 2 },
    { at: "2024-10-27T00:30:00Z", total: 4, customer: "a" },
    { at: "2024-10-27T01:30:00Z", total: 8, customer: "a" },
    { at: "2024-10-27T22:59:59.999999Z", total: 16 },
    { at: "2024-10-27T23:00:00Z", total: 32 },
  ];
  const hours = (from: string, to: string) =>
    `salesTrends(period: CUSTOM, metric: REVENUE, compareTo: NONE,
      dateRange: { startDate: "${from}", endDate: "${to}" }) { timestamp label value }`;
  const today = (totalRevenue: number, previous: readonly [string, string]): Case => [
    "salesOverview(period: TODAY) { totalRevenue previous { range { startDate endDate } } }",
    {
      salesOverview: { totalRevenue, previous: { range: { startDate: previous[0], endDate: previous[1] } } },
    },
  ];
  await check({ sales }, {
    timeZone: "Europe/Berlin",
    now: "2024-03-31T21:59:59.999Z",
    cases: [
      today(3, ["2024-03-29T23:00:00Z", "2024-03-30T23:00:00Z"]),
      [hours("2024-03-31T01:00:00+01:00", "2024-03-31T04:00:00+02:00"), {
        salesTrends: [
          { timestamp: "2024-03-31T00:00:00Z", label: "2024-03-31 01:00", value: 1 },
          { timestamp: "2024-03-31T01:00:00Z", label: "2024-03-31 03:00", value: 2 },
        ],
      }],
    ],
  }, {
    timeZone: "Europe/Berlin",
    now: "2024-10-27T22:59:59.999Z",
    cases: [
      // Its last order is later than the pinned clock, which has the day's last millisecond.
      today(12, ["2024-10-25T22:00:00Z", "2024-10-26T22:00:00Z"]),
      [hours("2024-10-27T02:00:00+02:00", "2024-10-27T03:00:00+01:00"), {
        salesTrends: [
          { timestamp: "2024-10-27T00:00:00Z", label: "2024-10-27 02:00", value: 4 },
          { timestamp: "2024-10-27T01:00:00Z", label: "2024-10-27 02:00", value: 8 },
        ],
      }],
      [
        `salesOverview(dateRange: { startDate: "2024-10-27T00:00:00+02:00", endDate: "2024-10-28T00:00:00+01:00" }) {
          totalRevenue totalOrders customers previous { range { startDate endDate } } }`,
        {
          salesOverview: {
            totalRevenue: 28,
            totalOrders: 3,
            customers: 1,
            previous: { range: { startDate: "2024-10-25T22:00:00Z", endDate: "2024-10-26T22:00:00Z" } },
          },
        },
      ],
    ],
  });
});

Deno.test("a leap day is a day of its month, and compares with 28 February of the year before", async () => {
  const sales = [
    { at: "2023-02-01T00:00:00Z", total: 1 },
    { at: "2023-02-28T12:00:00Z", total: 2 },
    { at: "2024-01-29T12:00:00Z", total: 4 },
    { at: "2024-01-30T12:00:00Z", total: 8 },
    { at: "2024-02-29T12:00:00Z", total: 16 },
  ];
  const revenue = (name: string, args: string, totalRevenue: number, before: number): Case => [
    `${name}: salesOverview(${args}) { totalRevenue previous { totalRevenue } }`,
    { [name]: { totalRevenue, previous: { totalRevenue: before } } },
  ];
  const leapDay = `dateRange: { startDate: "2024-02-29T00:00:00Z", endDate: "2024-03-01T00:00:00Z" }`;
  await check({ sales }, {
    now: "2024-02-29T23:59:59.999Z",
    cases: [
      // A month that is complete compares with a whole one.
      revenue("month", "period: MONTH", 16, 12),
      revenue("monthYear", "period: MONTH, compareTo: PREVIOUS_YEAR", 16, 3),
      revenue("today", "period: TODAY, compareTo: PREVIOUS_YEAR", 16, 2),
      revenue("day", `${leapDay}, compareTo: PREVIOUS_YEAR`, 16, 2),
      revenue("year", "period: YEAR, compareTo: PREVIOUS_YEAR", 28, 3),
    ],
  }, {
    now: "2024-02-29T12:00:01Z",
    cases: [
      // The first 28 and a half days of January, and all of February 2023, which has no more.
      revenue("month", "period: MONTH", 16, 0),
      revenue("monthYear", "period: MONTH, compareTo: PREVIOUS_YEAR", 16, 3),
    ],
  });
});

Deno.test("an empty shop has zeros, nulls and empty lists, and no question fails", async () => {
  await using database = await testDatabase();
  await using shop = openShop(database.url, "UTC", 1, "2024-02-29T23:59:59.999Z");
  const given: Readonly<Record<string, Record<string, string>>> = {
    topProducts: { sortBy: "MARGIN" },
    marginAnalysis: { groupBy: "CATEGORY" },
    productPerformance: { productId: idOf("product", "a"), period: "MONTH" },
    customerLifetimeValue: { customerId: idOf("customer", "a") },
    salesTrends: { period: "MONTH", metric: "AOV" },
  };
  const missing = ["productPerformance", "customerLifetimeValue"];
  const unspanned = ["realtimeMetrics", "cohortRetention", "rfmSegments", "customers"];
  for (const built of [false, true]) {
    if (built) await shop.build();
    for (const field of fields) {
      const variables = given[field] ?? (unspanned.includes(field) ? {} : { period: "MONTH" });
      const question = { field, parts: { customers: true, orders: true }, variables };
      const { errors } = await shop.ask(documentOf(question), variables);
      const codes = errors?.map(({ extensions }) => extensions?.code);
      assert.deepEqual(codes, missing.includes(field) ? ["NOT_FOUND"] : undefined, field);
    }
    await checkCases(shop, emptyCases, built ? "what is built" : "the orders");
  }
});

const emptyCases: readonly Case[] = [
  [
    `salesOverview(period: MONTH) { totalRevenue totalOrders averageOrderValue customers growthRate revenueChange orderChange
      profitMargin costCoverage }`,
    {
      salesOverview: {
        totalRevenue: 0,
        totalOrders: 0,
        averageOrderValue: null,
        customers: 0,
        growthRate: null,
        revenueChange: 0,
        orderChange: 0,
        profitMargin: null,
        costCoverage: null,
      },
    },
  ],
  [`shop { dataRange { startDate } }`, { shop: { dataRange: null } }],
  [`topProducts(sortBy: REVENUE) { rank }`, { topProducts: [] }],
  [`categoryBreakdown(period: YEAR) { revenue }`, { categoryBreakdown: [] }],
  [`customerSegments { revenue }`, { customerSegments: [] }],
  [`salesRepPerformance(period: YEAR) { revenue }`, { salesRepPerformance: [] }],
  [`marginAnalysis(groupBy: REGION) { revenue }`, { marginAnalysis: [] }],
  [
    `customerRetention(period: YEAR) { customers retentionRate churnRate repeatRate }`,
    { customerRetention: { customers: 0, retentionRate: null, churnRate: null, repeatRate: null } },
  ],
  [
    `cohortRetention(months: 1) { cohorts { month size revenue cells { customers retention } } }`,
    {
      cohortRetention: {
        cohorts: [{ month: "2024-02-01", size: 0, revenue: 0, cells: [{ customers: 0, retention: null }] }],
      },
    },
  ],
  [`rfmSegments { customers }`, { rfmSegments: { customers: 0 } }],
  ...["products", "customers"].map((list): Case => [
    `${list} { totalCount nodes { revenue } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`,
    {
      [list]: {
        totalCount: 0,
        nodes: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      },
    },
  ]),
];

Deno.test("a single order is all there is: shares of 1, the best scores, nothing to compare with", async () => {
  const lines = [{ product: "a", quantity: 2, total: 20, cost: 4 }];
  const sale = { at: "2024-02-29T12:00:00Z", total: 25, customer: "a", segment: "S", rep: "r", lines };
  await check({ categories: { c: null }, products: { a: "c" }, sales: [sale] }, {
    now: "2024-02-29T23:59:59.999Z",
    cases: [
      [
        `salesOverview(period: MONTH) { totalRevenue averageOrderValue customers growthRate previous { averageOrderValue } }`,
        {
          salesOverview: {
            totalRevenue: 25,
            averageOrderValue: 25,
            customers: 1,
            growthRate: null,
            previous: { averageOrderValue: null },
          },
        },
      ],
      [
        `topProducts(sortBy: PROFIT) { rank revenue unitsSold orders profit profitMargin growthRate }`,
        {
          topProducts: [{
            rank: 1,
            revenue: 20,
            unitsSold: 2,
            orders: 1,
            profit: 12,
            profitMargin: 0.6,
            growthRate: null,
          }],
        },
      ],
      [
        `customerRetention(period: MONTH) { customers newCustomers retentionRate repeatRate }`,
        { customerRetention: { customers: 1, newCustomers: 1, retentionRate: null, repeatRate: 0 } },
      ],
      [
        `customerSegments(period: MONTH) { segment customers revenueShare }`,
        { customerSegments: [{ segment: "S", customers: 1, revenueShare: 1 }] },
      ],
      [
        `salesRepPerformance(period: MONTH) { rank commission contribution revenueShare }`,
        { salesRepPerformance: [{ rank: 1, commission: 2.5, contribution: 9.5, revenueShare: 1 }] },
      ],
      [
        `rfmSegments { customers }`,
        { rfmSegments: { customers: 1 } },
      ],
      [
        `productPerformance(productId: "${idOf("product", "a")}", period: MONTH) {
          averagePrice revenueShare rank rankedProducts growthRate }`,
        {
          productPerformance: {
            averagePrice: 10,
            revenueShare: 1,
            rank: 1,
            rankedProducts: 1,
            growthRate: null,
          },
        },
      ],
      [
        `shop { dataRange { startDate endDate } }`,
        {
          shop: { dataRange: { startDate: "2024-02-29T12:00:00Z", endDate: "2024-02-29T12:00:00.000001Z" } },
        },
      ],
    ],
  });
});

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
