import assert from "node:assert/strict";
import fc from "fast-check";
import { zones } from "../../tests/zones.ts";
import { bucketsOf, bucketUnit } from "./buckets.ts";
import { type Calendar, type Range, spanOf } from "./period.ts";

const utc: Calendar = { timeZone: "UTC", weekStart: 1 };
const newYork: Calendar = { timeZone: "America/New_York", weekStart: 7 };
const lordHowe: Calendar = { timeZone: "Australia/Lord_Howe", weekStart: 1 };

const at = (text: string) => Temporal.Instant.from(text);
const range = (from: string, to: string): Range => ({ from: at(from), to: at(to) });

Deno.test("a trend's buckets follow the period", () => {
  const now = at("2017-12-30T23:59:59.999Z");
  const cases = [
    ["TODAY", "hour", 24, "2017-12-30 00:00", "2017-12-30 23:00"],
    ["WEEK", "day", 6, "2017-12-25", "2017-12-30"],
    ["MONTH", "day", 30, "2017-12-01", "2017-12-30"],
    ["QUARTER", "week", 14, "2017-09-25", "2017-12-25"],
    ["YEAR", "month", 12, "2017-01", "2017-12"],
  ] as const;
  for (const [period, unit, count, first, last] of cases) {
    const span = spanOf(period, undefined, now, utc);
    const buckets = bucketsOf(span.range, bucketUnit(span, utc), utc, now);
    assert.equal(bucketUnit(span, utc), unit);
    assert.equal(buckets.length, count, period);
    assert.equal(buckets[0]?.label, first);
    assert.equal(buckets.at(-1)?.label, last);
    // All of the last day is over; the week that goes on and the month that goes on are not.
    assert.equal(buckets.at(-1)?.partial, unit === "week" || unit === "month", period);
  }
  const spans = [["2017-01-03", "hour"], ["2017-04-01", "day"], ["2018-01-01", "week"], [
    "2018-02-01",
    "month",
  ]] as const;
  for (const [to, unit] of spans) {
    const span = spanOf("CUSTOM", range("2017-01-01T00:00:00Z", `${to}T00:00:00Z`), now, utc);
    assert.equal(bucketUnit(span, utc), unit, to);
  }
});

Deno.test("days of 25 hours are days when a range chooses its buckets", () => {
  const days = (from: string, count: number) => {
    const start = Temporal.PlainDate.from(from);
    const [first, end] = [start, start.add({ days: count })].map((day) =>
      day.toZonedDateTime(newYork.timeZone).toInstant().toString()
    );
    return bucketUnit(spanOf("CUSTOM", range(String(first), String(end)), at(String(end)), newYork), newYork);
  };
  // Clocks were turned back on 2017-11-05 and on 2018-11-04.
  const cases = [["2017-11-04", 2, "hour"], ["2017-09-01", 100, "day"], ["2017-11-04", 366, "week"]] as const;
  for (const [from, count, unit] of cases) {
    assert.equal(days(from, count), unit, `${count} days`);
    assert.notEqual(days(from, count + 1), unit, `${count + 1} days`);
  }
});

Deno.test("a range that ends in the hour that a clock repeats has a unit", () => {
  const cases = [
    ["2011-07-28T05:33:15Z", "2011-11-06T05:59:59Z", "week"],
    ["2011-07-28T05:33:15Z", "2011-11-06T06:00:00Z", "week"],
    ["2011-07-29T05:33:15Z", "2011-11-06T05:33:15Z", "day"],
    ["2011-07-29T05:33:15Z", "2011-11-06T06:00:00Z", "week"],
    ["2011-11-04T05:33:15Z", "2011-11-06T06:00:00Z", "day"],
    ["2011-11-05T05:33:15Z", "2011-11-06T06:00:00Z", "hour"],
  ] as const;
  for (const [from, to, unit] of cases) {
    assert.equal(
      bucketUnit(spanOf("CUSTOM", range(from, to), at(to), newYork), newYork),
      unit,
      `${from} ${to}`,
    );
  }
});

Deno.test("a bucket is partial where the range cuts it and until it is over", () => {
  const partials = (given: Range, now: string) =>
    bucketsOf(given, "day", utc, at(now)).map(({ partial }) => partial);
  const days = range("2017-01-01T00:00:00Z", "2017-01-04T00:00:00Z");
  assert.deepEqual(partials(days, "2017-06-01T00:00:00Z"), [false, false, false]);
  assert.deepEqual(partials(days, "2017-01-02T12:00:00Z"), [false, true, true]);
  assert.deepEqual(partials(days, "2016-06-01T00:00:00Z"), [true, true, true]);
  assert.deepEqual(partials(days, "2017-01-02T00:00:00Z"), [false, true, true]);
  assert.deepEqual(partials(days, "2017-01-03T23:59:59.999Z"), [false, false, false]);
  assert.deepEqual(partials(range("2017-01-01T06:00:00Z", "2017-01-03T06:00:00Z"), "2017-06-01T00:00:00Z"), [
    true,
    false,
    true,
  ]);
});

Deno.test("hours keep the fold of an autumn night, and a half-hour shift", () => {
  const labels = (given: Range, calendar: Calendar) =>
    bucketsOf(given, "hour", calendar, given.to).map(({ range: { from, to }, label }) =>
      `${label.slice(11)} ${from.until(to).total("minutes")}`
    );
  // 2017-11-05 in New York has one o'clock twice, 2017-03-12 has no two o'clock.
  assert.deepEqual(labels(range("2017-11-05T04:00:00Z", "2017-11-05T08:00:00Z"), newYork), [
    "00:00 60",
    "01:00 60",
    "01:00 60",
    "02:00 60",
  ]);
  assert.deepEqual(labels(range("2017-03-12T06:00:00Z", "2017-03-12T08:00:00Z"), newYork), [
    "01:00 60",
    "03:00 60",
  ]);
  // Lord Howe turns 02:00 back to 01:30, and 02:00 on to 02:30.
  assert.deepEqual(labels(range("2017-04-01T14:00:00Z", "2017-04-01T16:30:00Z"), lordHowe), [
    "01:00 60",
    "01:30 30",
    "02:00 60",
  ]);
  assert.deepEqual(labels(range("2017-09-30T14:30:00Z", "2017-09-30T17:00:00Z"), lordHowe), [
    "01:00 60",
    "02:30 30",
    "03:00 60",
  ]);
});

Deno.test("buckets cover their range without a gap, in every zone", () => {
  const seconds = fc.integer({ min: Date.UTC(2010, 0) / 1000, max: Date.UTC(2020, 0) / 1000 });
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom("hour", "day", "week", "month"),
      fc.constantFrom(1, 7),
      seconds,
      fc.integer({ min: 1, max: 200_000 }),
      (timeZone, unit, weekStart, from, length) => {
        const calendar = { timeZone, weekStart } as const;
        const given = {
          from: Temporal.Instant.fromEpochMilliseconds(from * 1000),
          to: Temporal.Instant.fromEpochMilliseconds((from + length) * 1000),
        };
        const buckets = bucketsOf(given, unit, calendar, given.to);
        assert.equal(buckets[0]?.range.from.toString(), given.from.toString());
        assert.equal(buckets.at(-1)?.range.to.toString(), given.to.toString());
        buckets.forEach((bucket, index) => {
          assert.ok(Temporal.Instant.compare(bucket.range.from, bucket.range.to) < 0);
          const next = buckets[index + 1];
          if (next) assert.equal(bucket.range.to.toString(), next.range.from.toString());
        });
      },
    ),
    { numRuns: 300 },
  );
});
