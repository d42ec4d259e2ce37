/** Questions about products and categories at their boundaries, through GraphQL, from every lane. */
import assert from "node:assert/strict";
import { id } from "./by_hand.ts";
import { answer, type Figures, inEveryLane, listed, refusal } from "./products_shop.ts";

Deno.test("top products: ranks, ties by id, orders held once, returns, and growth from nothing", async () => {
  await inEveryLane(async (asked, lanes) => {
    const month = await answer(
      asked,
      lanes.ranged,
      `{ topProducts(sortBy: REVENUE, period: MONTH) {
        rank product { name } revenue unitsSold orders profit profitMargin growthRate previousRevenue } }`,
    );
    assert.deepEqual(
      month.topProducts.map(({ product, ...rest }) => [product.name, ...Object.values(rest)]),
      [
        ["Standing desk", 1, 50, 1, 1, 0, null, null, 0],
        ["Arc lamp", 2, 30, 2, 1, 20, 0.666667, 1, 15],
        ["Beam lamp", 3, 30, 3, 1, 18, 0.6, null, 0],
        ["Free sample", 4, 0, 1, 1, -2, null, null, 0],
        ["Loose screw", 5, -20, -2, 0, -12, 0.6, null, 0],
      ],
    );
    const orders: readonly (readonly [string, readonly number[]])[] = [
      ["UNITS", [12, 11, 13, 17, 14]],
      ["PROFIT", [11, 12, 13, 17, 14]],
      ["MARGIN", [11, 12, 14, 13, 17]],
    ];
    for (const [sort, expected] of orders) {
      for (const limit of [1, 3, 1000]) {
        const { topProducts } = await answer(
          asked,
          lanes.ranged,
          `{ topProducts(sortBy: ${sort}, limit: ${limit}, period: MONTH) { rank product { id } } }`,
        );
        assert.deepEqual(
          topProducts.map(({ rank, product }) => [rank, product.id]),
          expected.slice(0, limit).map((n, index) => [index + 1, id(n)]),
        );
      }
    }
    const ever = await answer(
      asked,
      lanes.allTime,
      "{ topProducts(sortBy: REVENUE) { product { id } revenue orders growthRate previousRevenue } }",
    );
    assert.deepEqual(
      ever.topProducts.map(({ product, ...rest }) => [product.id, ...Object.values(rest)]),
      [[11, 145, 3], [13, 50, 2], [12, 30, 1], [17, 0, 1], [14, -20, 0]]
        .map(([n = 0, ...rest]) => [id(n), ...rest, null, null]),
    );
    const alone = await answer(
      asked,
      lanes.ranged,
      "{ topProducts(sortBy: REVENUE, period: MONTH, compareTo: NONE, limit: 1) { growthRate previousRevenue } }",
    );
    assert.deepEqual(alone, { topProducts: [{ growthRate: null, previousRevenue: null }] });
  });
});

Deno.test("categories: children in their parents, none of those without a sale, products without one by themselves", async () => {
  await inEveryLane(async (asked, lanes) => {
    const { categoryBreakdown } = await answer(
      asked,
      lanes.ranged,
      `{ categoryBreakdown(period: MONTH) {
        category { name path } parentId revenue unitsSold profit profitMargin revenueShare growthRate previousRevenue } }`,
    );
    assert.deepEqual(
      categoryBreakdown.map((
        { category, ...rest },
      ) => [category?.path.join(" > "), ...Object.values(rest)]),
      [
        ["Home", null, 110, 7, 36, 0.6, 1.222222, 6.333333, 15],
        ["Home > Lamps", id(1), 60, 5, 38, 0.633333, 0.666667, 3, 15],
        ["Home > Desks", id(1), 50, 2, -2, null, 0.555556, null, 0],
        [undefined, null, -20, -2, -12, 0.6, -0.222222, null, 0],
      ],
    );
    const filtered = async (filter: string) =>
      (await answer(
        asked,
        lanes.ranged,
        `{ categoryBreakdown(period: MONTH, filter: ${filter}) { category { name } revenue revenueShare } }`,
      )).categoryBreakdown.map((
        { category, revenue, revenueShare },
      ) => [category?.name, revenue, revenueShare]);
    assert.deepEqual(await filtered(`{ categoryIds: ["${id(2)}"] }`), [["Home", 60, 1], ["Lamps", 60, 1]]);
    assert.deepEqual(await filtered(`{ categoryIds: [null] }`), [[undefined, -20, 1]]);
    assert.deepEqual(await filtered(`{ categoryIds: ["${id(4)}"] }`), []);
    assert.deepEqual(await filtered(`{ productIds: [] }`), []);
  });
});

Deno.test("one product: its place and share, zeros where it never sold, an error where there is none", async () => {
  const figures = "revenue unitsSold orders averagePrice profit profitMargin rank";
  const everything = `product { name } ${figures}
    costCoverage revenueShare rankedProducts revenueChange growthRate range { startDate endDate }
    previous { range { startDate endDate } ${figures} }`;
  const performance = (n: number | string, given = "period: MONTH", selected = everything) =>
    `{ productPerformance(productId: "${typeof n === "number" ? id(n) : n}", ${given}) { ${selected} } }`;
  await inEveryLane(async (asked, lanes) => {
    const of = async (n: number, more?: string) =>
      (await answer(asked, lanes.ranged, performance(n, more))).productPerformance;
    const range = { startDate: "2024-03-01T00:00:00Z", endDate: "2024-03-20T12:00:00Z" };
    const before = { startDate: "2024-02-01T00:00:00Z", endDate: "2024-02-20T12:00:00Z" };
    assert.deepEqual(await of(11), {
      product: { name: "Arc lamp" },
      ...{
        revenue: 30,
        unitsSold: 2,
        orders: 1,
        averagePrice: 15,
        profit: 20,
        profitMargin: 0.666667,
        rank: 2,
      },
      ...{
        costCoverage: 1,
        revenueShare: 0.333333,
        rankedProducts: 5,
        revenueChange: 15,
        growthRate: 1,
        range,
      },
      previous: {
        range: before,
        ...{
          revenue: 15,
          unitsSold: 1,
          orders: 1,
          averagePrice: 15,
          profit: 10,
          profitMargin: 0.666667,
          rank: 1,
        },
      },
    });
    const nothing = {
      revenue: 0,
      unitsSold: 0,
      orders: 0,
      averagePrice: null,
      profit: 0,
      profitMargin: null,
      rank: null,
    };
    assert.deepEqual(await of(15), {
      product: { name: "Unsold LAMP" },
      ...nothing,
      ...{
        costCoverage: null,
        revenueShare: 0,
        rankedProducts: 5,
        revenueChange: 0,
        growthRate: null,
        range,
      },
      previous: { range: before, ...nothing },
    });
    // Sold and returned, to nothing: that it sold still shows.
    const desk = await of(
      13,
      'period: CUSTOM, dateRange: { startDate: "2024-02-01T00:00:00Z", endDate: "2024-03-01T00:00:00Z" }',
    );
    assert.deepEqual([desk.revenue, desk.orders, desk.averagePrice, desk.rank, desk.costCoverage], [
      0,
      1,
      null,
      2,
      null,
    ]);
    const screw = await of(14);
    assert.deepEqual([screw.revenue, screw.averagePrice, screw.rank, screw.revenueShare], [
      -20,
      10,
      5,
      -0.222222,
    ]);
    const alone = await of(11, "period: MONTH, compareTo: NONE");
    assert.deepEqual([alone.previous, alone.growthRate, alone.revenueChange], [null, null, null]);
    // What nobody asks for is not computed, and the rest is as it was.
    for (
      const selected of [
        "revenue orders",
        "revenue rank",
        "revenueShare",
        "previous { revenue orders }",
        "previous { rank }",
      ]
    ) {
      const { productPerformance: part } = await answer(
        asked,
        lanes.ranged,
        performance(11, "period: MONTH", selected),
      );
      for (const [field, value] of Object.entries(part)) {
        const whole = (await of(11))[field];
        if (field !== "previous") assert.equal(value, whole, field);
        else assert.deepEqual({ ...whole as Figures, ...value as Figures }, whole);
      }
    }
    const trend = async (lane: string, given: string, metric: string) => {
      const query = performance(11, given, `trend${metric} { label value previous }`);
      return (await answer(asked, lane, query)).productPerformance.trend as readonly Figures[];
    };
    const points = await trend(lanes.ranged, "period: MONTH", "");
    assert.deepEqual([points.length, points[4], points[9]], [
      20,
      { label: "2024-03-05", value: 30, previous: 0 },
      { label: "2024-03-10", value: 0, previous: 15 },
    ]);
    const orders = await trend(lanes.ranged, "period: YEAR, compareTo: NONE", "(metric: ORDERS)");
    assert.deepEqual(orders.map(({ value, previous }) => [value, previous]), [[0, null], [1, null], [
      1,
      null,
    ]]);
    // What it is not sold with.
    const none = await trend(
      lanes.ranged,
      `period: YEAR, filter: { productIds: ["${id(12)}"] }`,
      "(metric: UNITS)",
    );
    assert.deepEqual(none.map(({ value }) => value), [0, 0, 0]);
    assert.equal((await trend("DIRECT", "period: TODAY", "(metric: PROFIT)")).length, 12);
    // Among those that a filter leaves.
    const lamp = await of(12, `period: MONTH, filter: { categoryIds: ["${id(2)}"] }`);
    assert.deepEqual([lamp.rank, lamp.rankedProducts, lamp.revenueShare], [2, 2, 0.5]);
    const other = await of(13, `period: MONTH, filter: { categoryIds: ["${id(2)}"] }`);
    assert.deepEqual([other.revenue, other.rank, other.rankedProducts], [0, null, 2]);

    assert.deepEqual(await refusal(asked, performance(99)), [
      `NOT_FOUND: Argument productId must be the id of a product, got "${id(99)}": there is none`,
    ]);
    assert.deepEqual(await refusal(asked, performance("11")), [
      'BAD_USER_INPUT: Argument productId must be a UUID, got "11"',
    ]);
  });
});

Deno.test("an empty shop has no products, and says so from every lane", async () => {
  await inEveryLane(async (asked, lanes) => {
    assert.deepEqual(await answer(asked, lanes.ranged, "{ categoryBreakdown(period: YEAR) { revenue } }"), {
      categoryBreakdown: [],
    });
    assert.deepEqual(await answer(asked, lanes.allTime, "{ topProducts(sortBy: MARGIN) { revenue } }"), {
      topProducts: [],
    });
    const { products } = await answer(asked, lanes.allTime, `{ products { ${listed} } }`);
    assert.deepEqual([products.nodes, products.totalCount, products.pageInfo.hasPreviousPage], [
      [],
      0,
      false,
    ]);
    assert.equal(
      (await refusal(asked, `{ productPerformance(productId: "${id(1)}", period: YEAR) { revenue } }`))
        .length,
      1,
    );
  }, () => Promise.resolve());
});
