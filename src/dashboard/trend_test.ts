import assert from "node:assert/strict";
import { bucketsOf, type BucketUnit } from "../analytics/buckets.ts";
import { createFormats } from "./formats.ts";
import { trendChart, type TrendQuestion, valuesUntil } from "./trend.ts";

interface Case {
  readonly period: TrendQuestion["period"];
  readonly unit: BucketUnit;
  readonly from: string;
  readonly to: string;
  readonly kind?: TrendQuestion["kind"];
}

const calendar = { timeZone: "America/New_York", weekStart: 1 } as const;

/** A question whose values count from 1, each beside ten times as much a week before. */
function questionOf({ period, unit, from, to, kind = "money" }: Case): TrendQuestion {
  const range = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) };
  const { timeZone } = calendar;
  return {
    name: "Revenue",
    kind,
    buckets: bucketsOf(range, unit, calendar, range.to).map((bucket, index) => ({
      timestamp: bucket.range.from.toString(),
      value: index + 1,
      partial: bucket.partial,
      previous: null,
      previousTimestamp: null,
    })),
    range,
    period,
    shop: { timeZone, formats: createFormats("USD", timeZone), now: range.to },
  };
}

const plain = (text: string) => text.replaceAll(/[\u2009\u202f]/g, " ");

Deno.test("points are named by what their bucket is", () => {
  const cases: readonly [Case, count: number, first: string, last: string][] = [
    [
      { period: "TODAY", unit: "hour", from: "2017-12-30T05:00:00Z", to: "2017-12-30T17:30:00Z" },
      13,
      "Sat, Dec 30, 12:00 AM",
      "Sat, Dec 30, 12:00 PM (incomplete)",
    ],
    [
      { period: "MONTH", unit: "day", from: "2017-12-01T05:00:00Z", to: "2017-12-31T05:00:00Z" },
      30,
      "Fri, Dec 1, 2017",
      "Sat, Dec 30, 2017",
    ],
    [
      { period: "QUARTER", unit: "week", from: "2017-10-01T04:00:00Z", to: "2017-12-31T05:00:00Z" },
      14,
      "Oct 1, 2017 (incomplete)",
      "Dec 25 – 30, 2017 (incomplete)",
    ],
    [
      { period: "YEAR", unit: "month", from: "2017-01-01T05:00:00Z", to: "2017-12-31T05:00:00Z" },
      12,
      "January 2017",
      "December 2017 (incomplete)",
    ],
    [
      { period: "CUSTOM", unit: "hour", from: "2017-12-30T05:00:00Z", to: "2017-12-31T05:00:00Z" },
      24,
      "Sat, Dec 30, 12:00 AM",
      "Sat, Dec 30, 11:00 PM",
    ],
    [
      { period: "CUSTOM", unit: "day", from: "2017-12-01T05:00:00Z", to: "2017-12-04T05:00:00Z" },
      3,
      "Fri, Dec 1, 2017",
      "Sun, Dec 3, 2017",
    ],
    [
      { period: "CUSTOM", unit: "week", from: "2017-01-01T05:00:00Z", to: "2018-01-01T05:00:00Z" },
      53,
      "Jan 1, 2017 (incomplete)",
      "Dec 25 – 31, 2017",
    ],
    [
      { period: "CUSTOM", unit: "month", from: "2014-01-03T05:00:00Z", to: "2017-12-31T05:00:00Z" },
      48,
      "January 2014 (incomplete)",
      "December 2017 (incomplete)",
    ],
  ];
  for (const [given, count, first, last] of cases) {
    const { points, unit } = trendChart(questionOf(given));
    assert.equal(unit, given.unit);
    assert.equal(points.length, count);
    assert.deepEqual([points.at(0), points.at(-1)].map((point) => plain(point?.name ?? "")), [first, last]);
  }
});

Deno.test("a chart says what it shows, and its axis is written in the metric's unit", () => {
  const year = {
    period: "YEAR",
    unit: "month",
    from: "2017-01-01T05:00:00Z",
    to: "2017-12-31T05:00:00Z",
  } as const;
  const revenue = trendChart(questionOf(year));
  assert.equal(plain(revenue.label), "Revenue by month, Jan 1 – Dec 30, 2017");
  assert.deepEqual(revenue.ticks, ["$15", "$10", "$5", "$0"]);
  assert.equal(revenue.points.at(0)?.text, "$1.00");
  const orders = trendChart(questionOf({ ...year, kind: "count" }));
  assert.deepEqual(orders.ticks, ["15", "10", "5", "0"]);
  assert.equal(orders.points.at(0)?.text, "1");
});

Deno.test("labels on a narrower chart are fewer, and still evenly spaced", () => {
  const cases: readonly [Case, wide: string, medium: string, narrow: string][] = [
    [
      { period: "YEAR", unit: "month", from: "2017-01-01T05:00:00Z", to: "2018-01-01T05:00:00Z" },
      "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
      "Jan Mar May Jul Sep Nov",
      "Jan May Sep",
    ],
    [
      { period: "CUSTOM", unit: "day", from: "2017-12-25T05:00:00Z", to: "2018-01-01T05:00:00Z" },
      "Dec 25 Dec 26 Dec 27 Dec 28 Dec 29 Dec 30 Dec 31",
      "Dec 25 Dec 27 Dec 29 Dec 31",
      "Dec 25 Dec 27 Dec 29 Dec 31",
    ],
    [
      { period: "CUSTOM", unit: "month", from: "2014-01-01T05:00:00Z", to: "2018-01-01T05:00:00Z" },
      "Jan 2014 Jul 2014 Jan 2015 Jul 2015 Jan 2016 Jul 2016 Jan 2017 Jul 2017",
      "Jan 2014 Jan 2015 Jan 2016 Jan 2017",
      "Jan 2014 Jan 2015 Jan 2016 Jan 2017",
    ],
  ];
  for (const [given, ...expected] of cases) {
    const { labels } = trendChart(questionOf(given));
    const shown = [2, 1, 0].map((rank) =>
      labels.filter((label) => label.rank <= rank).map((label) => label.text).join(" ")
    );
    assert.deepEqual(shown, expected);
  }
});

Deno.test("a point knows its days, and what it is compared with", () => {
  const question = questionOf({
    period: "QUARTER",
    unit: "week",
    from: "2017-10-02T04:00:00Z",
    to: "2017-10-12T04:00:00Z",
  });
  const [first, second] = question.buckets;
  assert.ok(first && second);
  const { points, compares } = trendChart({
    ...question,
    buckets: [{ ...first, previous: 30, previousTimestamp: "2017-07-03T04:00:00Z" }, {
      ...second,
      value: null,
    }],
  });
  assert.deepEqual(points.map(({ from, to, text }) => [from, to, text]), [
    ["2017-10-02", "2017-10-08", "$1.00"],
    ["2017-10-09", "2017-10-11", "None"],
  ]);
  assert.deepEqual(points[0]?.before, { value: 30, text: "$30.00", name: "Mon, Jul 3, 2017" });
  assert.equal(points[1]?.before, undefined);
  assert.equal(compares, true);
  assert.equal(trendChart(question).compares, false);
});

Deno.test("days to come have no value, and a chart of zeros is empty", () => {
  const question = questionOf({
    period: "CUSTOM",
    unit: "day",
    from: "2017-12-01T05:00:00Z",
    to: "2017-12-05T05:00:00Z",
  });
  const now = Temporal.Instant.from("2017-12-03T12:00:00Z");
  const { points, isEmpty } = trendChart({ ...question, shop: { ...question.shop, now } });
  assert.deepEqual(points.map(({ value, text }) => [value, text]), [
    [1, "$1.00"],
    [2, "$2.00"],
    [3, "$3.00"],
    [null, "not yet"],
  ]);
  assert.deepEqual(valuesUntil(now, question.buckets), [1, 2, 3]);
  assert.equal(isEmpty, false);
  const zeros = question.buckets.map((bucket) => ({ ...bucket, value: 0 }));
  assert.equal(trendChart({ ...question, buckets: zeros }).isEmpty, true);
});
