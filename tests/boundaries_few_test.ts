/** Questions of a shop without orders, and of one with a single one. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { documentOf, fields } from "./any_question.ts";
import { type Case, check, checkCases, openShop } from "./boundary_cases.ts";
import { idOf } from "./tiny_shop.ts";

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
  const unspanned = [
    "realtimeMetrics",
    "cohortRetention",
    "rfmSegments",
    "lifetimeDistribution",
    "customers",
  ];
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
