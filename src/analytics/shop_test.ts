import assert from "node:assert/strict";
import type { Queryable } from "../db/pool.ts";
import type { Coverage } from "./lane.ts";
import { freshness } from "./shop.ts";

const at = (text: string) => Temporal.Instant.from(text);
const now = at("2024-02-20T20:00:10Z");
const timeZone = "Europe/Berlin";
const view = (asOf: string, zone = timeZone) => ({ name: "mv_daily_sales", asOf: at(asOf), timeZone: zone });
const never: Queryable = { run: () => Promise.reject(new TypeError("Nothing is asked of the database")) };

async function agesOf(coverage: Coverage): Promise<unknown> {
  const lanes = await freshness({
    database: never,
    direct: never,
    currency: "EUR",
    calendar: { timeZone, weekStart: 1 },
    clock: { wall: () => now, business: () => at("2017-12-30T23:59:59.999Z") },
    coverage: () => Promise.resolve(coverage),
  });
  return lanes.map(({ lane, asOf, ageSeconds }) => [lane, asOf?.toString() ?? null, ageSeconds]);
}

Deno.test("each lane's freshness is told in real time, of several views the oldest", async () => {
  const views = [
    view("2024-02-20T19:55:00Z"),
    view("2024-02-20T19:50:10Z"),
    view("2024-02-20T19:00:00Z", "UTC"),
  ];
  assert.deepEqual(await agesOf({ asOf: at("2024-02-20T20:00:08.5Z"), timeZone, views }), [
    ["VIEW", "2024-02-20T19:50:10Z", 600],
    ["AGGREGATE", "2024-02-20T20:00:08.5Z", 1.5],
    ["DIRECT", "2024-02-20T20:00:10Z", 0],
  ]);
});

Deno.test("a lane that holds nothing for the shop's zone has no freshness", async () => {
  const nothing = [["VIEW", null, null], ["AGGREGATE", null, null], ["DIRECT", now.toString(), 0]];
  const asOf = at("2024-02-20T20:00:00Z");
  const unbuilt: readonly Coverage[] = [
    { asOf: undefined, timeZone: undefined, views: [] },
    { asOf: undefined, timeZone, views: [] },
    { asOf, timeZone: "UTC", views: [view("2024-02-20T20:00:00Z", "UTC")] },
  ];
  for (const coverage of unbuilt) assert.deepEqual(await agesOf(coverage), nothing);
});

Deno.test("a database clock that runs ahead makes nothing younger than now", async () => {
  const coverage = { asOf: at("2024-02-20T20:00:11Z"), timeZone, views: [] };
  assert.deepEqual((await agesOf(coverage) as unknown[])[1], ["AGGREGATE", "2024-02-20T20:00:11Z", 0]);
});
