import assert from "node:assert/strict";
import { DeadlineError, TooBroadError, UnavailableError } from "../base/errors.ts";
import { createClock } from "../base/clock.ts";
import type { Queryable } from "../db/pool.ts";
import { parseStatement } from "../db/statements.ts";
import type { Analytics } from "./analytics.ts";
import { ask, type Asked, spanParameters } from "./ask.ts";
import { noFilter } from "./filter.ts";
import { allTime, type Calendar, spanOf } from "./period.ts";

const calendar: Calendar = { timeZone: "UTC", weekStart: 1 };
const now = Temporal.Instant.from("2024-02-20T12:00:00Z");
const select = parseStatement("test", "select 1");

function analyticsOver(database: Queryable["run"], direct: Queryable["run"]): Analytics {
  return {
    database: { run: database },
    direct: { run: direct },
    calendar,
    currency: "USD",
    clock: createClock(now),
    coverage: () => Promise.resolve({ asOf: undefined, timeZone: undefined, views: [] }),
  };
}

const failing = (error: Error) => () => Promise.reject(error);
const tooSlow = new DeadlineError("Cannot answer in 2000 ms: test took longer", { ran: true });

Deno.test("only the orders themselves are asked on the connections for them", async () => {
  const rows = (lane: string) => () => Promise.resolve([{ lane }] as never);
  const analytics = analyticsOver(rows("database"), rows("direct"));
  for (const [lane, on] of [["VIEW", "database"], ["AGGREGATE", "database"], ["DIRECT", "direct"]] as const) {
    assert.deepEqual(await ask(analytics, { field: "shop", lane }, select, {}), [{ lane: on }]);
  }
});

const cases: readonly (readonly [Omit<Asked, "lane">, string])[] = [
  [{ field: "rfmSegments" }, "Cannot answer rfmSegments from the orders themselves in time"],
  [
    { field: "salesOverview", span: spanOf("TODAY", undefined, now, calendar) },
    "Cannot answer salesOverview over a day from the orders themselves in time: ask for a shorter range",
  ],
  [
    { field: "topProducts", span: allTime(), filter: { ...noFilter, regions: ["West"] } },
    "Cannot answer topProducts over all time with filter.regions from the orders themselves in time: " +
    "ask for a shorter range, or ask without filter.regions",
  ],
  [
    {
      field: "salesTrends",
      span: spanOf("MONTH", undefined, now, calendar),
      filter: { ...noFilter, segments: [null], categoryIds: [] },
    },
    "Cannot answer salesTrends over 20 days with filter.segments and filter.categoryIds from the orders themselves " +
    "in time: ask for a shorter range, or ask without filter.segments or filter.categoryIds",
  ],
  [
    {
      field: "customerRetention",
      span: spanOf("MONTH", undefined, now, calendar),
      filter: { ...noFilter, regions: ["West"] },
      sinceTheFirst: ["newCustomers", "returningCustomers"],
    },
    "Cannot answer customerRetention over 20 days and all before with filter.regions from the orders themselves in " +
    "time: ask for a shorter range, or ask without filter.regions, or ask without newCustomers and returningCustomers",
  ],
  [
    { field: "rfmSegments", filter: { ...noFilter, regions: ["West"] } },
    "Cannot answer rfmSegments with filter.regions from the orders themselves in time: ask without filter.regions",
  ],
];

for (const [asked, message] of cases) {
  Deno.test(`who asks too much is told: ${message}`, async () => {
    const analytics = analyticsOver(failing(new TypeError("Not here")), failing(tooSlow));
    await assert.rejects(
      ask(analytics, { ...asked, lane: "DIRECT" }, select, {}),
      (error) =>
        error instanceof TooBroadError && error.code === "QUERY_TOO_BROAD" && error.message === message,
    );
  });
}

Deno.test("other failures, and those of other lanes, stay what they are", async () => {
  const waited = new DeadlineError("Cannot answer in 2000 ms: test took longer");
  for (const error of [waited, new UnavailableError("Cannot reach the database")]) {
    const analytics = analyticsOver(failing(new TypeError("Not here")), failing(error));
    await assert.rejects(ask(analytics, { field: "shop", lane: "DIRECT" }, select, {}), error);
  }
  const analytics = analyticsOver(failing(tooSlow), failing(new TypeError("Not here")));
  await assert.rejects(ask(analytics, { field: "shop", lane: "AGGREGATE" }, select, {}), tooSlow);
});

Deno.test("nothing to compare with is an empty range", () => {
  const span = spanOf("MONTH", undefined, now, calendar, "NONE");
  const { previous_from, previous_to, from, zone } = spanParameters(span, calendar);
  assert.deepEqual([previous_from, previous_to, zone], [from, from, "UTC"]);
  const { previous } = spanOf("MONTH", undefined, now, calendar);
  const compared = spanParameters(spanOf("MONTH", undefined, now, calendar), calendar);
  assert.deepEqual([compared.previous_from, compared.previous_to], [previous?.from, previous?.to]);
});
