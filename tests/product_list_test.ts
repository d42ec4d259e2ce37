/** The list of all products: its pages, its search, and what is refused, through GraphQL, from every lane. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { noFilter } from "../src/analytics/filter.ts";
import { allTime } from "../src/analytics/period.ts";
import { listProducts } from "../src/analytics/product_list.ts";
import { productPerformance } from "../src/analytics/product_performance.ts";
import { topProducts } from "../src/analytics/top_products.ts";
import { createClock } from "../src/base/clock.ts";
import { UserInputError } from "../src/base/errors.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { askedShop, askIn } from "./asking.ts";
import { id } from "./by_hand.ts";
import { buildAggregates, directly } from "./lanes_law.ts";
import { answer, fillShop, inEveryLane, listed, now, refusal, shop, walk } from "./products_shop.ts";

Deno.test("all products, page by page: the same whatever the pages' size, equals by id", async () => {
  await inEveryLane(async (asked, lanes) => {
    const cases: readonly (readonly [string, readonly number[]])[] = [
      ["sortBy: REVENUE", [11, 13, 12, 15, 16, 17, 14]],
      ["sortBy: UNITS", [11, 12, 13, 17, 15, 16, 14]],
      ["sortBy: PROFIT", [11, 12, 13, 15, 16, 17, 14]],
      ["sortBy: MARGIN", [11, 12, 14, 13, 15, 16, 17]],
    ];
    for (const [given, expected] of cases) {
      for (const first of [1, 2, 3, 7, 1000]) {
        assert.deepEqual(await walk(asked, lanes.allTime, given, first), expected, `${given} by ${first}`);
      }
    }
    assert.deepEqual(
      await walk(asked, lanes.ranged, "sortBy: REVENUE, period: MONTH", 2),
      [13, 11, 12, 15, 16, 17, 14],
    );
    assert.deepEqual(
      await walk(asked, lanes.allTime, `filter: { categoryIds: ["${id(2)}", null] }`, 2),
      [11, 12, 15, 16, 14],
    );
    assert.deepEqual(await walk(asked, lanes.allTime, "filter: { productIds: [] }", 2), []);
    // Which reps sold says nothing of which products are listed.
    assert.deepEqual(await walk(asked, "DIRECT", 'filter: { regions: ["West"] }', 3), [
      11,
      12,
      13,
      14,
      15,
      16,
      17,
    ]);
  });
});

Deno.test("a search finds the products whose names hold all its words, and nothing by accident", async () => {
  await inEveryLane(async (asked, lanes) => {
    const cases: readonly (readonly [string, readonly number[]])[] = [
      ["lamp", [11, 12, 15]],
      ["LAM", [11, 12, 15]],
      ["  lamp   arc ", [11]],
      ["arc arc", [11]],
      ["%", [16]],
      ["_off", [16]],
      ["\\\\", [16]],
      ["lamp desk", []],
      ["", [11, 13, 12, 15, 16, 17, 14]],
      [" ", [11, 13, 12, 15, 16, 17, 14]],
    ];
    for (const [search, expected] of cases) {
      assert.deepEqual(await walk(asked, lanes.allTime, `search: "${search}"`, 2), expected, search);
    }
    assert.deepEqual(await walk(asked, lanes.ranged, `search: "lamp", period: YEAR`, 2), [11, 12, 15]);
    assert.deepEqual(
      await walk(
        asked,
        lanes.allTime,
        `search: "lamp", filter: { productIds: ["${id(12)}", "${id(13)}"] }`,
        2,
      ),
      [12],
    );
    assert.deepEqual(await refusal(asked, `{ products(search: "${"x".repeat(201)}") { totalCount } }`), [
      "BAD_USER_INPUT: Argument search must have at most 200 characters, got 201",
    ]);
    assert.deepEqual(await refusal(asked, `{ products(search: "\\u0000") { totalCount } }`), [
      "BAD_USER_INPUT: Argument search must not hold the character U+0000",
    ]);
  });
});

Deno.test("a search finds a name whatever the case of either, in any alphabet", async () => {
  const named = [[11, "ΟΔΟΣ"], [12, "İstanbul"], [13, "ÉCRAN"], [14, "Straße"]] as const;
  const fill = async (url: string) => {
    await fillShop(url);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    for (const [n, name] of named) await sql`update products set name = ${name} where id = ${id(n)}`;
    await sql.end();
  };
  await inEveryLane(async (asked, lanes) => {
    const cases = [...named, [11, "οδος"], [11, "οδοσ"], [11, "ΔΟ"], [13, "écran"], [14, "STRASSE"]] as const;
    for (const [n, search] of cases) {
      assert.deepEqual(await walk(asked, lanes.allTime, `search: "${search}"`, 2), [n], search);
    }
  }, fill);
});

Deno.test("limits, cursors and ids are refused before anything is asked of the database", async () => {
  const nowhere = { run: () => Promise.reject(new TypeError("Asked")) };
  const analytics = directly(nowhere, shop, { business: () => now, wall: () => now });
  const span = allTime();
  const bad = (argument: string) => (error: unknown) =>
    error instanceof UserInputError && error.message.startsWith(`Argument ${argument} `);
  for (const count of [0, -1, 1001]) {
    await assert.rejects(topProducts(analytics, span, noFilter, "REVENUE", count), bad("limit"));
    await assert.rejects(listProducts(analytics, span, noFilter, "REVENUE", { first: count }), bad("first"));
  }
  for (const after of ["", "x", btoa('["a","1","b"]')]) {
    await assert.rejects(
      listProducts(analytics, span, noFilter, "REVENUE", { first: 1, after }),
      bad("after"),
    );
  }
  await assert.rejects(productPerformance(analytics, span, noFilter, "x"), bad("productId"));
  await assert.rejects(topProducts(analytics, span, noFilter, "REVENUE", 1), TypeError);
});

Deno.test("a cursor goes on in its own list only", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  await using asked = askedShop(database.url, shop, now);
  const { products } = await answer(asked, "DIRECT", `{ products(first: 2) { ${listed} } }`);
  const after = products.pageInfo.endCursor;
  for (const given of ["sortBy: UNITS", "period: MONTH", 'search: "a"', "filter: { productIds: [] }"]) {
    const [message] = await refusal(asked, `{ products(after: "${after}", ${given}) { totalCount } }`);
    assert.match(String(message), /^BAD_USER_INPUT: Argument after must be a cursor of the same list/);
  }
  // Behind the last one there is nothing, and all before it.
  const all = await answer(asked, "DIRECT", `{ products { ${listed} } }`);
  const end = await answer(
    asked,
    "DIRECT",
    `{ products(after: "${all.products.pageInfo.endCursor}") { ${listed} } }`,
  );
  assert.deepEqual(end.products, {
    edges: [],
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    totalCount: 7,
  });
});

Deno.test("a place has one cursor, however its nothing is summed", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  await using asked = askedShop(database.url, shop, now);
  await buildAggregates(asked.pool, shop, now);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  // To the aggregates 30.0000 less as much, to the orders never sold.
  await sql`delete from order_items where product_id = ${id(12)}`;
  await sql.end();
  const query = `{ products { ${listed} } }`;
  const { products } = await answer(asked, "AGGREGATE", query);
  const direct = askIn(directly(asked.pool, shop, createClock(now)));
  assert.deepEqual((await direct(query)).data, { products });
});

Deno.test("products that came and went since the view was refreshed are listed and left out", async () => {
  await using database = await testDatabase();
  await fillShop(database.url);
  await using asked = askedShop(database.url, shop, now);
  await asked.build();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`delete from products where id = ${id(15)}`;
  await sql`insert into products (id, name, selling_price) values (${id(18)}, 'New lamp', 10)`;
  await sql`delete from order_items where product_id = ${id(12)}`;
  await sql`delete from products where id = ${id(12)}`;
  await sql.end();
  assert.deepEqual(await walk(asked, "VIEW", "sortBy: REVENUE", 3), [11, 13, 16, 17, 18, 14]);
  const { topProducts } = await answer(
    asked,
    "VIEW",
    "{ topProducts(sortBy: REVENUE) { rank product { id } } }",
  );
  assert.deepEqual(
    topProducts.map(({ rank, product }) => [rank, product.id]),
    [11, 13, 17, 14].map((n, index) => [index + 1, id(n)]),
  );
});
