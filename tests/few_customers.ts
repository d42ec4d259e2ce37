/** For tests: a shop of five customers, small enough to count by hand, asked in GraphQL from each lane. */
import assert from "node:assert/strict";
import { createLog } from "../src/base/log.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { GraphqlResult } from "../src/graphql/execute.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { type AskedShop, askedShop } from "./asking.ts";
import { id, run } from "./by_hand.ts";
import { buildAggregates } from "./lanes_law.ts";

/** Where the business clock stands. */
export const now = Temporal.Instant.from("2024-03-15T23:59:59.999Z");
export const ann = id(1);
/** Has no order that counts. */
export const never = id(4);
/** Has returned something, and ordered nothing. */
export const returner = id(5);
const [bo, cy] = [id(2), id(3)];

// Ann's first order of March is of its first instant, Bo's only one of February's last.
const filling = `
  insert into customers (id, name, email, segment) values
    ('${ann}', 'Ann Ash', 'ann@shop.example', 'Gold'), ('${bo}', 'Bo Birch', null, 'Basic'),
    ('${cy}', 'Cy Cedar', 'cy@shop.example', null), ('${never}', 'Dee Ash', null, 'Gold'),
    ('${returner}', 'Eve Elm', null, null);
  insert into products (id, name, selling_price) values ('${id(9)}', 'Arc', 10);
  insert into orders (customer_id, customer_segment, order_date, total_amount) values
    ('${ann}', 'Basic', '2024-01-10T12:00Z', 100), ('${ann}', 'Gold', '2024-02-05T12:00Z', 50),
    ('${ann}', 'Gold', '2024-03-01T00:00Z', 20), ('${bo}', 'Gold', '2024-02-29T23:59:59.999Z', 30),
    ('${cy}', null, '2024-03-14T12:00Z', 10), ('${cy}', 'Gold', '2024-03-15T12:00Z', 10.5),
    ('${returner}', null, '2024-03-02T12:00Z', -5), (null, null, '2024-03-03T12:00Z', 40);
  insert into orders (customer_id, order_date, total_amount, status) values
    ('${never}', '2024-03-04T12:00Z', 1000, 'cancelled');
  insert into order_items (order_id, order_date, product_id, quantity, unit_price, total_price, unit_cost)
    select id, order_date, '${
  id(9)
}', 1, 10, total_amount, total_amount / 4 from orders where customer_id = '${ann}'`;

export async function fillFewCustomers(url: string): Promise<void> {
  await run(url, filling);
}

/** Asks in each state: nothing built, aggregates built, views refreshed. */
export async function inEachLane(
  work: (ask: AskedShop["ask"], lane: string) => Promise<void>,
): Promise<void> {
  await using database = await testDatabase();
  await fillFewCustomers(database.url);
  await using shop = askedShop(database.url, { timeZone: "UTC", currency: "USD", weekStart: 1 }, now);
  await work(shop.ask, "DIRECT");
  await buildAggregates(shop.pool, { timeZone: "UTC", weekStart: 1 }, now);
  await work(shop.ask, "AGGREGATE");
  await refreshViews({ pool: shop.pool, log: createLog({ write: () => {} }) }, "all");
  await work(shop.ask, "VIEW");
}

/** @returns what was answered, once nothing failed */
export function dataOf({ data, errors }: GraphqlResult): Readonly<Record<string, unknown>> {
  assert.equal(errors, undefined, JSON.stringify(errors));
  assert.ok(data);
  return data;
}

/** The argument for all of March. */
export const march = `dateRange: { startDate: "2024-03-01T00:00:00Z", endDate: "2024-04-01T00:00:00Z" }`;
