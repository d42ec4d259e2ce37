import assert from "node:assert/strict";
import fc from "fast-check";
import { UserInputError } from "../base/errors.ts";
import { allTime, type Calendar, periodStart, type Range, spanOf } from "./period.ts";

const utc: Calendar = { timeZone: "UTC", weekStart: 1 };
const newYork: Calendar = { timeZone: "America/New_York", weekStart: 7 };

const at = (text: string) => Temporal.Instant.from(text);
const range = (from: string, to: string): Range => ({ from: at(from), to: at(to) });
const text = (given: Range | undefined) => given && `${given.from} ${given.to}`;

Deno.test("a period runs from its start to now and compares with the same elapsed span before", () => {
  const cases = [
    // A pinned clock: whole days compare with whole days.
    [
      "TODAY",
      "2017-12-30T23:59:59.999Z",
      utc,
      "2017-12-30T00:00:00Z",
      "2017-12-29T00:00:00Z 2017-12-30T00:00:00Z",
    ],
    [
      "WEEK",
      "2017-12-30T23:59:59.999Z",
      utc,
      "2017-12-25T00:00:00Z",
      "2017-12-18T00:00:00Z 2017-12-24T00:00:00Z",
    ],
    [
      "MONTH",
      "2017-12-30T23:59:59.999Z",
      utc,
      "2017-12-01T00:00:00Z",
      "2017-11-01T00:00:00Z 2017-12-01T00:00:00Z",
    ],
    [
      "QUARTER",
      "2017-11-15T12:00:00Z",
      utc,
      "2017-10-01T00:00:00Z",
      "2017-07-01T00:00:00Z 2017-08-15T12:00:00Z",
    ],
    [
      "YEAR",
      "2017-03-01T00:00:00Z",
      utc,
      "2017-01-01T00:00:00Z",
      "2016-01-01T00:00:00Z 2016-03-01T00:00:00Z",
    ],
    // March 31 against all of February.
    [
      "MONTH",
      "2017-03-31T10:00:00Z",
      utc,
      "2017-03-01T00:00:00Z",
      "2017-02-01T00:00:00Z 2017-03-01T00:00:00Z",
    ],
    // To the minute.
    [
      "TODAY",
      "2017-05-05T10:20:29Z",
      utc,
      "2017-05-05T00:00:00Z",
      "2017-05-04T00:00:00Z 2017-05-04T10:20:00Z",
    ],
    [
      "TODAY",
      "2017-05-05T10:20:30Z",
      utc,
      "2017-05-05T00:00:00Z",
      "2017-05-04T00:00:00Z 2017-05-04T10:21:00Z",
    ],
    // By the shop's clock: noon compares with noon, over the night that has 25 hours.
    [
      "TODAY",
      "2017-11-06T17:00:00Z",
      newYork,
      "2017-11-06T05:00:00Z",
      "2017-11-05T04:00:00Z 2017-11-05T17:00:00Z",
    ],
    // A week that starts on Sunday; March 12 lost an hour.
    [
      "WEEK",
      "2017-03-13T16:00:00Z",
      newYork,
      "2017-03-12T05:00:00Z",
      "2017-03-05T05:00:00Z 2017-03-06T17:00:00Z",
    ],
    // The very start of a period has nothing before it elapsed.
    [
      "MONTH",
      "2017-02-01T00:00:00Z",
      utc,
      "2017-02-01T00:00:00Z",
      "2017-01-01T00:00:00Z 2017-01-01T00:00:00Z",
    ],
    // A leap day.
    [
      "TODAY",
      "2016-02-29T12:00:00Z",
      utc,
      "2016-02-29T00:00:00Z",
      "2016-02-28T00:00:00Z 2016-02-28T12:00:00Z",
    ],
  ] as const;
  for (const [period, now, calendar, start, previous] of cases) {
    const span = spanOf(period, undefined, at(now), calendar);
    assert.equal(text(span.range), text(range(start, now)), `${period} ${now}`);
    assert.equal(text(span.previous), previous, `${period} ${now}`);
  }
});

Deno.test("a custom range compares with the one of equal length just before it", () => {
  const now = at("2030-01-01T00:00:00Z");
  const cases = [
    [range("2017-02-01T00:00:00Z", "2017-03-01T00:00:00Z"), utc, "2017-01-04T00:00:00Z 2017-02-01T00:00:00Z"],
    [range("2017-02-01T06:30:00Z", "2017-02-01T07:00:00Z"), utc, "2017-02-01T06:00:00Z 2017-02-01T06:30:00Z"],
    // Seven days of the shop's calendar, though they have 169 hours.
    [
      range("2017-11-05T04:00:00Z", "2017-11-12T05:00:00Z"),
      newYork,
      "2017-10-29T04:00:00Z 2017-11-05T04:00:00Z",
    ],
  ] as const;
  for (const [given, calendar, previous] of cases) {
    const span = spanOf("CUSTOM", given, now, calendar);
    assert.equal(text(span.range), text(given));
    assert.equal(text(span.previous), previous);
  }
});

Deno.test("a calendar period compares with the same part of the year before", () => {
  const sydney: Calendar = { timeZone: "Australia/Sydney", weekStart: 1 };
  const cases = [
    ["TODAY", "2017-12-30T23:59:59.999Z", utc, "2016-12-30T00:00:00Z 2016-12-31T00:00:00Z"],
    ["MONTH", "2017-12-30T23:59:59.999Z", utc, "2016-12-01T00:00:00Z 2016-12-31T00:00:00Z"],
    ["QUARTER", "2017-11-15T12:00:00Z", utc, "2016-10-01T00:00:00Z 2016-11-15T12:00:00Z"],
    ["YEAR", "2017-03-01T00:00:00Z", utc, "2016-01-01T00:00:00Z 2016-03-01T00:00:00Z"],
    // To the minute, and nothing before the period has begun.
    ["MONTH", "2017-05-05T10:20:30Z", utc, "2016-05-01T00:00:00Z 2016-05-05T10:21:00Z"],
    ["MONTH", "2017-02-01T00:00:00Z", utc, "2016-02-01T00:00:00Z 2016-02-01T00:00:00Z"],
    // A leap day has none of its own: the day before, and no more than February.
    ["TODAY", "2016-02-29T12:00:00Z", utc, "2015-02-28T00:00:00Z 2015-02-28T12:00:00Z"],
    ["MONTH", "2016-02-29T12:00:00Z", utc, "2015-02-01T00:00:00Z 2015-03-01T00:00:00Z"],
    ["YEAR", "2016-02-29T12:00:00Z", utc, "2015-01-01T00:00:00Z 2015-03-01T12:00:00Z"],
    // A whole February compares with a whole one, one day longer.
    ["MONTH", "2017-02-28T23:59:59.999Z", utc, "2016-02-01T00:00:00Z 2016-03-01T00:00:00Z"],
    // A week: 52 weeks before, Monday with Monday and Sunday with Sunday; over a new year and a leap day too.
    ["WEEK", "2017-12-30T23:59:59.999Z", utc, "2016-12-26T00:00:00Z 2017-01-01T00:00:00Z"],
    ["WEEK", "2016-03-01T08:00:00Z", utc, "2015-03-02T00:00:00Z 2015-03-03T08:00:00Z"],
    ["WEEK", "2017-03-13T16:00:00Z", newYork, "2016-03-13T05:00:00Z 2016-03-14T16:00:00Z"],
    // By the shop's clock: 2017-11-05 has 25 hours in New York, 2016-11-05 has 24; noon compares with noon.
    ["TODAY", "2017-11-05T17:00:00Z", newYork, "2016-11-05T04:00:00Z 2016-11-05T16:00:00Z"],
    ["TODAY", "2017-10-01T01:00:00Z", sydney, "2016-09-30T14:00:00Z 2016-10-01T02:00:00Z"],
  ] as const;
  for (const [period, now, calendar, previous] of cases) {
    const span = spanOf(period, undefined, at(now), calendar, "PREVIOUS_YEAR");
    assert.equal(text(span.previous), previous, `${period} ${now}`);
  }
});

Deno.test("a custom range compares with the same dates of the year before", () => {
  const now = at("2030-01-01T00:00:00Z");
  const cases = [
    [range("2017-02-20T00:00:00Z", "2017-03-05T00:00:00Z"), utc, "2016-02-20T00:00:00Z 2016-03-05T00:00:00Z"],
    [range("2016-02-20T00:00:00Z", "2016-03-05T00:00:00Z"), utc, "2015-02-20T00:00:00Z 2015-03-05T00:00:00Z"],
    // Whole months with whole months, a day with a day.
    [range("2017-02-01T00:00:00Z", "2017-03-01T00:00:00Z"), utc, "2016-02-01T00:00:00Z 2016-03-01T00:00:00Z"],
    [range("2016-01-01T00:00:00Z", "2016-03-01T00:00:00Z"), utc, "2015-01-01T00:00:00Z 2015-03-01T00:00:00Z"],
    [range("2017-02-28T00:00:00Z", "2017-03-01T00:00:00Z"), utc, "2016-02-28T00:00:00Z 2016-02-29T00:00:00Z"],
    [range("2016-02-28T00:00:00Z", "2016-02-29T00:00:00Z"), utc, "2015-02-28T00:00:00Z 2015-03-01T00:00:00Z"],
    [range("2016-02-29T00:00:00Z", "2016-03-01T00:00:00Z"), utc, "2015-02-28T00:00:00Z 2015-03-01T00:00:00Z"],
    // Days that a clock change makes longer or shorter stay days of the shop's calendar.
    [
      range("2017-11-05T04:00:00Z", "2017-11-12T05:00:00Z"),
      newYork,
      "2016-11-05T04:00:00Z 2016-11-12T05:00:00Z",
    ],
    // Cut days: the same time of the same dates.
    [range("2017-02-20T06:30:00Z", "2017-03-05T07:00:00Z"), utc, "2016-02-20T06:30:00Z 2016-03-05T07:00:00Z"],
    [
      range("2017-11-05T17:00:00Z", "2017-11-06T17:00:00Z"),
      newYork,
      "2016-11-05T16:00:00Z 2016-11-06T17:00:00Z",
    ],
    // What ends on a leap day is as long.
    [range("2016-02-28T12:00:00Z", "2016-02-29T10:00:00Z"), utc, "2015-02-28T12:00:00Z 2015-03-01T10:00:00Z"],
    [range("2016-02-29T10:00:00Z", "2016-02-29T12:00:00Z"), utc, "2015-02-28T10:00:00Z 2015-02-28T12:00:00Z"],
    // From one o'clock to the second one o'clock of an autumn night: a year before there was one.
    [
      range("2017-11-05T05:50:00Z", "2017-11-05T06:10:00Z"),
      newYork,
      "2016-11-05T05:50:00Z 2016-11-05T06:10:00Z",
    ],
  ] as const;
  for (const [given, calendar, previous] of cases) {
    const span = spanOf("CUSTOM", given, now, calendar, "PREVIOUS_YEAR");
    assert.equal(text(span.previous), previous, text(given));
  }
});

Deno.test("what a range compares with is never empty, never after it, and about as long", () => {
  const seconds = fc.integer({ min: Date.UTC(2010, 0) / 1000, max: Date.UTC(2020, 0) / 1000 });
  const zones = ["UTC", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom("PREVIOUS_PERIOD", "PREVIOUS_YEAR"),
      fc.boolean(),
      seconds,
      fc.integer({ min: 1, max: 40_000_000 }),
      (timeZone, comparison, wholeDays, start, length) => {
        const calendar: Calendar = { timeZone, weekStart: 1 };
        const cut = (epochSeconds: number) => {
          const local = Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000).toZonedDateTimeISO(
            timeZone,
          );
          return (wholeDays ? local.startOfDay() : local).toInstant();
        };
        const given = { from: cut(start), to: cut(start + length + (wholeDays ? 100_000 : 0)) };
        const { previous } = spanOf("CUSTOM", given, at("2030-01-01T00:00:00Z"), calendar, comparison);
        assert.ok(previous);
        const lasted = ({ from, to }: Range) => from.until(to).total("hours");
        assert.ok(lasted(previous) > 0);
        assert.ok(Temporal.Instant.compare(previous.to, given.to) < 0);
        // A leap day, and a clock change at either end.
        assert.ok(Math.abs(lasted(previous) - lasted(given)) <= 26, `${lasted(previous)} ${lasted(given)}`);
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("with nothing to compare with there is no range before", () => {
  const now = at("2017-12-30T00:00:00Z");
  assert.equal(spanOf("MONTH", undefined, now, utc, "NONE").previous, undefined);
  const day = range("2017-01-01T00:00:00Z", "2017-01-02T00:00:00Z");
  assert.equal(spanOf("CUSTOM", day, now, utc, "NONE").previous, undefined);
});

Deno.test("arguments that do not fit together are refused by name", () => {
  const now = at("2017-12-30T00:00:00Z");
  const day = range("2017-01-01T00:00:00Z", "2017-01-02T00:00:00Z");
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => spanOf("CUSTOM", undefined, now, utc), /dateRange is required with period CUSTOM/],
    [() => spanOf("MONTH", day, now, utc), /dateRange goes with period CUSTOM only, got period MONTH/],
    [() => spanOf("CUSTOM", { from: day.to, to: day.from }, now, utc), /must start before it ends/],
    [() => spanOf("CUSTOM", { from: day.to, to: day.to }, now, utc), /must start before it ends/],
    [
      () => spanOf("CUSTOM", range("1996-12-31T00:00:00Z", "2017-01-01T00:00:00Z"), now, utc),
      /at most 20 years/,
    ],
  ];
  for (const [call, message] of cases) {
    assert.throws(call, (error) => error instanceof UserInputError && message.test(error.message));
  }
  assert.ok(spanOf("CUSTOM", range("1997-01-01T00:00:00Z", "2017-01-01T00:00:00Z"), now, utc));
});

Deno.test("all time compares with nothing", () => {
  const { range: all, previous } = allTime();
  assert.ok(Temporal.Instant.compare(all.to, at("2100-12-31T23:59:59Z")) > 0);
  assert.equal(previous, undefined);
});

Deno.test("a day that a zone skipped does not stop its calendar", () => {
  // Samoa went from 29 to 31 December 2011.
  const apia: Calendar = { timeZone: "Pacific/Apia", weekStart: 1 };
  const start = periodStart("TODAY", at("2011-12-30T12:00:00Z"), apia);
  assert.equal(start.toPlainDate().toString(), "2011-12-31");
  const span = spanOf("TODAY", undefined, at("2011-12-30T12:00:00Z"), apia);
  // The day before does not exist.
  assert.equal(text(span.previous), "2011-12-30T10:00:00Z 2011-12-30T10:00:00Z");
});
