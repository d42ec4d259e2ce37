/** Where more is touched in a range than is put right, all of an answer is as of the last drain. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { testDatabase } from "../src/dev/test_database.ts";
import { askedShop } from "./asking.ts";
import { id } from "./by_hand.ts";
import { dataOf } from "./few_customers.ts";
import { buildAggregates } from "./lanes_law.ts";

const calendar = { timeZone: "UTC", weekStart: 1 } as const;
const now = Temporal.Instant.from("2024-04-10T12:00:00Z");
const [category, product, rep] = [id(1), id(2), id(3)];
// Compared with the 30 days before.
const span =
  `period: CUSTOM, dateRange: { startDate: "2024-03-01T00:00:00Z", endDate: "2024-03-31T00:00:00Z" }`;

// In each range sixty orders, an hour for each and of a customer each.
const filling = `
  insert into categories (id, name) values ('${category}', 'C');
  insert into products (id, name, category_id, cost_price, selling_price) values ('${product}', 'P', '${category}', 1, 2);
  insert into sales_representatives (id, name, region, commission_rate) values ('${rep}', 'R', 'West', 10);
  insert into customers (name, segment) select 'C' || i, 'S' from generate_series(1, 120) i;
  insert into orders (customer_id, customer_segment, sales_rep_id, order_date, total_amount)
    select id, 'S', '${rep}', '2024-01-31T00:30Z'::timestamptz + (row_number() over (order by id) - 1) * interval '12 hours', 2
    from customers;
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select id, order_date, '${product}', 1, 2, 2, 1 from orders`;

const figures = "totalRevenue totalOrders totalProfit unitsSold";
const questions: readonly string[] = [
  `salesOverview(${span}) { ${figures} customers previous { ${figures} customers } }`,
  `salesOverview(${span}, filter: { regions: ["West"] }) { ${figures} previous { ${figures} } }`,
  `salesOverview(${span}, filter: { productIds: ["${product}"] }) { ${figures} previous { ${figures} } }`,
  `topProducts(${span}, sortBy: REVENUE) { revenue unitsSold growthRate }`,
  `productPerformance(${span}, productId: "${product}") { revenue unitsSold previous { revenue unitsSold } }`,
  `categoryBreakdown(${span}) { revenue unitsSold previousRevenue }`,
  ...[
    "metric: REVENUE",
    "metric: CUSTOMERS",
    `metric: REVENUE, filter: { regions: ["West"] }`,
    `metric: REVENUE, filter: { categoryIds: ["${category}"] }`,
    `metric: UNITS, filter: { productIds: ["${product}"] }`,
  ].map((asked) => `salesTrends(${span}, ${asked}) { value previous }`),
  `customerSegments(${span}) { revenue orders previousRevenue }`,
  `customerRetention(${span}) { customers previousCustomers retainedCustomers }`,
  `salesRepPerformance(${span}) { revenue orders previousRevenue }`,
  `profitabilityMetrics(${span}) { revenue cost commission previous { revenue cost } }`,
  `profitabilityMetrics(${span}, filter: { productIds: ["${product}"] }) { revenue previous { revenue } }`,
  ...["PRODUCT", "CATEGORY", "SEGMENT"].map((group) =>
    `marginAnalysis(${span}, groupBy: ${group}) { revenue profit previousRevenue previousProfit }`
  ),
];

Deno.test("where one range is behind, both are", async () => {
  await using database = await testDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql.unsafe(filling);
  await using shop = askedShop(database.url, { ...calendar, currency: "USD" }, now);
  const { asOf } = await buildAggregates(shop.pool, calendar, now);
  const before = await Promise.all(questions.map((question) => shop.ask(`{ ${question} }`)));
  // All of the range before is touched, and of the range itself fewer hours than are put right.
  await sql`delete from orders where order_date < '2024-03-06'`;
  for (const [place, question] of questions.entries()) {
    const after = await shop.ask(`{ ${question} }`);
    const [answer] = Object.values(after.extensions?.answers ?? {});
    assert.deepEqual([answer?.lane, answer?.asOf], ["AGGREGATE", asOf?.toString()], question);
    assert.deepEqual(dataOf(after), dataOf(before[place] ?? after), question);
  }
  await sql.end();
});
