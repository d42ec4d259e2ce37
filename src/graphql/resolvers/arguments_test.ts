import assert from "node:assert/strict";
import type { Analytics } from "../../analytics/analytics.ts";
import { noFilter } from "../../analytics/filter.ts";
import { createClock } from "../../base/clock.ts";
import { UserInputError } from "../../base/errors.ts";
import type { Queryable } from "../../db/pool.ts";
import { filterFrom, type SpanArguments, spanFrom, spanOrAllTime } from "./arguments.ts";

const at = (text: string) => Temporal.Instant.from(text);
const never: Queryable = { run: () => Promise.reject(new TypeError("Nothing is asked of the database")) };
const analytics: Analytics = {
  database: never,
  direct: never,
  calendar: { timeZone: "UTC", weekStart: 1 },
  currency: "USD",
  clock: createClock(at("2024-02-20T00:00:00Z")),
  coverage: () => Promise.reject(new TypeError("Nothing is asked of the database")),
};
const day = { startDate: at("2024-02-01T00:00:00Z"), endDate: at("2024-02-02T00:00:00Z") };

const spans: readonly (readonly [SpanArguments, string, string | undefined])[] = [
  [{ period: "MONTH" }, "MONTH 2024-02-01T00:00:00Z", "2024-01-01T00:00:00Z"],
  [
    { period: "MONTH", compareTo: null, dateRange: null },
    "MONTH 2024-02-01T00:00:00Z",
    "2024-01-01T00:00:00Z",
  ],
  [{ period: "MONTH", compareTo: "PREVIOUS_YEAR" }, "MONTH 2024-02-01T00:00:00Z", "2023-02-01T00:00:00Z"],
  [{ period: "MONTH", compareTo: "NONE" }, "MONTH 2024-02-01T00:00:00Z", undefined],
  [{ dateRange: day }, "CUSTOM 2024-02-01T00:00:00Z", "2024-01-31T00:00:00Z"],
  [{ period: null, dateRange: day }, "CUSTOM 2024-02-01T00:00:00Z", "2024-01-31T00:00:00Z"],
  [{ period: "CUSTOM", dateRange: day }, "CUSTOM 2024-02-01T00:00:00Z", "2024-01-31T00:00:00Z"],
];

Deno.test("arguments give a span, and null is as good as absent", () => {
  for (const [args, expected, previous] of spans) {
    for (const span of [spanFrom(analytics, args), spanOrAllTime(analytics, args)]) {
      assert.equal(`${span.period} ${span.range.from}`, expected);
      assert.equal(span.previous?.from.toString(), previous);
    }
  }
});

Deno.test("without a period and a range it is all time, or an error", () => {
  for (const args of [{}, { period: null, dateRange: null }, { compareTo: "PREVIOUS_YEAR" }] as const) {
    const span = spanOrAllTime(analytics, args);
    assert.deepEqual([span.period, span.previous], ["ALL_TIME", undefined]);
    assert.throws(() => spanFrom(analytics, args), /dateRange is required with period CUSTOM/);
  }
  assert.throws(() => spanOrAllTime(analytics, { period: "CUSTOM" }), UserInputError);
  assert.throws(() => spanOrAllTime(analytics, { period: "YEAR", dateRange: day }), UserInputError);
});

Deno.test("a filter is checked, and none is none", () => {
  for (const args of [{}, { filter: null }, { filter: {} }]) assert.deepEqual(filterFrom(args), noFilter);
  assert.deepEqual(filterFrom({ filter: { segments: [null] } }), { ...noFilter, segments: [null] });
  assert.throws(() => filterFrom({ filter: { productIds: ["x"] } }), /filter\.productIds must hold UUIDs/);
});
