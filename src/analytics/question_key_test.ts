import assert from "node:assert/strict";
import fc from "fast-check";
import { filterOf, noFilter } from "./filter.ts";
import { allTime, type Calendar, type Comparison, type Period, type Span, spanOf } from "./period.ts";
import { type AskedAbout, keyEnds, monthsOf, questionKey } from "./question_key.ts";

const calendar: Calendar = { timeZone: "America/New_York", weekStart: 1 };
const at = (text: string) => Temporal.Instant.from(text);
const now = at("2026-11-23T14:14:35.123Z");
const custom = (from: string, to: string, comparison: Comparison = "NONE") =>
  spanOf("CUSTOM", { from: at(from), to: at(to) }, now, calendar, comparison);
const toDate = (period: Period, comparison: Comparison = "NONE", at = now) =>
  spanOf(period, undefined, at, calendar, comparison);
const keyOf = (asked: AskedAbout, at = now) => questionKey(asked, at, calendar);

Deno.test("a question is named as the product brief names it", () => {
  const id = "00000000-0000-7000-8000-000000000001";
  const january = custom("2026-01-01T05:00:00Z", "2026-02-01T05:00:00Z");
  const cases: readonly (readonly [AskedAbout, string])[] = [
    [{ subject: "overview", span: january }, "analytics:overview:2026-01-01T05:00:00Z..2026-02-01T05:00:00Z"],
    [
      { subject: "trend", of: ["REVENUE"], span: toDate("MONTH") },
      "analytics:trend:REVENUE:MONTH@2026-11-23T14:14",
    ],
    [
      { subject: "product", of: [id], span: toDate("YEAR"), filter: noFilter },
      `analytics:product:${id}:YEAR@2026-11-23T14:14`,
    ],
    [{ subject: "customer", of: [id] }, `analytics:customer:${id}:@2026-11-23`],
    [
      { subject: "top-products", of: ["UNITS", "10"], span: allTime() },
      "analytics:top-products:UNITS:10:ALL_TIME",
    ],
    [
      { subject: "overview", span: toDate("TODAY"), rest: { orders: true, customers: false } },
      'analytics:overview:TODAY@2026-11-23T14:14:{"orders":true,"customers":false}',
    ],
  ];
  for (const [asked, key] of cases) assert.equal(keyOf(asked), key);
});

Deno.test("whatever another answer comes of is another question, and nothing else is", () => {
  const filter = filterOf({ regions: ["West", null, "East"] });
  const base: AskedAbout = { subject: "overview", span: toDate("MONTH"), filter, rest: { limit: 1 } };
  const same: readonly AskedAbout[] = [
    { ...base, filter: filterOf({ regions: ["East", "West", null] }) },
    { ...base, span: toDate("MONTH", "NONE", at("2026-11-23T14:14:59Z")) },
  ];
  for (const asked of same) assert.equal(keyOf(asked, at("2026-11-23T14:14:59Z")), keyOf(base));
  const others: readonly AskedAbout[] = [
    { ...base, subject: "trend" },
    { ...base, of: ["x"] },
    { ...base, of: ["x", "y"] },
    { ...base, of: ["x:y"] },
    { ...base, span: toDate("WEEK") },
    { ...base, span: toDate("MONTH", "PREVIOUS_PERIOD") },
    { ...base, span: toDate("MONTH", "PREVIOUS_YEAR") },
    { ...base, span: custom("2026-11-01T04:00:00Z", now.toString()) },
    { ...base, filter: noFilter },
    { ...base, filter: filterOf({ regions: ["West", "East"] }) },
    { ...base, filter: filterOf({ regions: [] }) },
    { ...base, filter: filterOf({ segments: ["West", null, "East"] }) },
    { ...base, rest: { limit: 2 } },
    { ...base, rest: {} },
  ];
  const keys = [base, ...others].map((asked) => keyOf(asked));
  assert.equal(new Set(keys).size, keys.length);
});

Deno.test("what moves with the clock is another question each minute, and ends with it", () => {
  const past = custom("2026-01-01T05:00:00Z", "2026-11-01T04:00:00Z");
  const running = custom("2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z");
  const minute = "2026-11-23T14:15:00Z";
  const cases: readonly (readonly [string, Span | undefined, string | undefined])[] = [
    ["to date", toDate("MONTH"), minute],
    ["compared", toDate("YEAR", "PREVIOUS_YEAR"), minute],
    ["not ended", running, minute],
    ["ended", past, undefined],
    ["all time", allTime(), undefined],
    ["as seen from today", undefined, "2026-11-24T05:00:00Z"],
  ];
  for (const [what, span, expected] of cases) {
    const asked: AskedAbout = { subject: "overview", ...(span && { span }) };
    const clock = { business: () => now, wall: () => now.add({ seconds: 3 }) };
    assert.equal(keyEnds(asked, clock, calendar)?.toString(), expected, what);
    // Pinned, the clock does not move.
    const pinned = { business: () => now, wall: () => now.add({ hours: 30 }) };
    assert.equal(keyEnds(asked, pinned, calendar), undefined, what);
    if (!expected) continue;
    const [before, after] = [at(expected).subtract({ nanoseconds: 1 }), at(expected)];
    assert.equal(keyOf(asked, before), keyOf(asked), what);
    assert.notEqual(keyOf(asked, after), keyOf(asked), what);
  }
});

Deno.test("a question depends on the shop's months that it and what it compares with lie in", () => {
  const cases: readonly (readonly [Span, readonly string[] | "any"])[] = [
    [custom("2026-01-01T05:00:00Z", "2026-02-01T05:00:00Z"), ["2026-01-01"]],
    // An evening of January in the shop.
    [custom("2026-02-01T04:00:00Z", "2026-02-01T06:00:00Z"), ["2026-01-01", "2026-02-01"]],
    [custom("2026-01-31T00:00:00Z", "2026-02-01T05:00:00.000001Z"), ["2026-01-01", "2026-02-01"]],
    [custom("2026-01-01T05:00:00Z", "2026-02-01T05:00:00Z", "PREVIOUS_YEAR"), ["2026-01-01", "2025-01-01"]],
    [toDate("MONTH", "PREVIOUS_PERIOD"), ["2026-11-01", "2026-10-01"]],
    [toDate("MONTH", "NONE", at("2026-11-01T04:00:00Z")), ["2026-11-01"]],
    [custom("2023-02-01T05:00:00Z", "2026-03-01T05:00:00Z"), "any"],
    [allTime(), "any"],
  ];
  for (const [span, months] of cases) assert.deepEqual(monthsOf(span, calendar), months);
  // 23:01 comes again after 00:01: what is sold then lies in November, as the days of aggregates do.
  const again = custom("2009-11-01T02:40:00Z", "2009-11-01T02:50:00Z");
  const found = monthsOf(again, { timeZone: "America/St_Johns", weekStart: 1 });
  assert.ok(found.includes("2009-11-01"), String(found));
});

Deno.test("no instant of a span lies outside of its months", () => {
  const seconds = fc.integer({ min: 1_600_000_000, max: 1_700_000_000 });
  fc.assert(
    fc.property(
      seconds,
      fc.integer({ min: 1, max: 90_000_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (from, length, part) => {
        const range = {
          from: Temporal.Instant.fromEpochMilliseconds(from * 1000),
          to: Temporal.Instant.fromEpochMilliseconds((from + length) * 1000),
        };
        const months = monthsOf({ period: "CUSTOM", range, previous: undefined }, calendar);
        const within = Temporal.Instant.fromEpochMilliseconds((from + Math.floor(length * part)) * 1000);
        const month = within.toZonedDateTimeISO(calendar.timeZone).toPlainDate().with({ day: 1 }).toString();
        assert.ok(months === "any" || months.includes(month), `${month} of ${months}`);
      },
    ),
  );
});
