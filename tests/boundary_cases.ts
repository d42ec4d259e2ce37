/** For tests at the edges of time and of data: questions, each of the orders alone and of what is built from them. */
import assert from "node:assert/strict";
import { testDatabase } from "../src/dev/test_database.ts";
import { type AskedShop, askedShop } from "./asking.ts";
import { fillTinyShop, type TinyShop } from "./tiny_shop.ts";

/** A question, and the data that answers it. */
export type Case = readonly [query: string, answer: unknown];

/** What is asked of a shop by one clock. */
export interface Asked {
  readonly timeZone?: string;
  readonly weekStart?: 1 | 7;
  readonly now: string;
  readonly cases: readonly Case[];
}

/** Asks everything, builds aggregates and views, and asks it again. */
export async function check(tiny: TinyShop, ...asked: readonly Asked[]): Promise<void> {
  await using database = await testDatabase();
  await fillTinyShop(database.url, tiny);
  for (const { timeZone = "UTC", weekStart = 1, now, cases } of asked) {
    await using shop = openShop(database.url, timeZone, weekStart, now);
    await checkCases(shop, cases, "orders");
    await shop.build();
    await checkCases(shop, cases, "aggregates and views");
  }
}

/** @returns a shop that sells in EUR, and whose clock stands at `now` */
export function openShop(url: string, timeZone: string, weekStart: 1 | 7, now: string): AskedShop {
  return askedShop(url, { timeZone, weekStart, currency: "EUR" }, Temporal.Instant.from(now));
}

/** @param of what answers, for the message */
export async function checkCases(shop: AskedShop, cases: readonly Case[], of: string): Promise<void> {
  for (const [query, answer] of cases) {
    const { data, errors } = await shop.ask(`{ ${query} }`);
    assert.equal(errors, undefined, `${query}: ${JSON.stringify(errors)}`);
    assert.deepEqual(data, answer, `${query}, of ${of}`);
  }
}
