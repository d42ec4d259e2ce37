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

/** Asks everything of the orders, and then again of what is built for each clock. */
export async function check(tiny: TinyShop, ...asked: readonly Asked[]): Promise<void> {
  await using database = await testDatabase();
  await fillTinyShop(database.url, tiny);
  for (const isBuilt of [false, true]) {
    for (const { timeZone = "UTC", weekStart = 1, now, cases } of asked) {
      await using shop = openShop(database.url, timeZone, weekStart, now);
      if (isBuilt) await shop.build();
      const lanes = await checkCases(shop, cases, isBuilt ? "what is built" : "the orders");
      // Built or not, a few questions are for the orders alone.
      assert.equal(lanes.has("AGGREGATE") || lanes.has("VIEW"), isBuilt, [...lanes].join(" "));
    }
  }
}

/** @returns a shop that sells in EUR, and whose clock stands at `now` */
export function openShop(url: string, timeZone: string, weekStart: 1 | 7, now: string): AskedShop {
  return askedShop(url, { timeZone, weekStart, currency: "EUR" }, Temporal.Instant.from(now));
}

/**
 * @param of what answers, for the message
 * @returns the lanes that answered
 */
export async function checkCases(
  shop: AskedShop,
  cases: readonly Case[],
  of: string,
): Promise<ReadonlySet<string>> {
  const lanes = new Set<string>();
  for (const [query, answer] of cases) {
    const { data, errors, extensions } = await shop.ask(`{ ${query} }`);
    assert.equal(errors, undefined, `${query}: ${JSON.stringify(errors)}`);
    assert.deepEqual(data, answer, `${query}, of ${of}`);
    for (const { lane } of Object.values(extensions?.answers ?? {})) lanes.add(lane);
  }
  return lanes;
}
