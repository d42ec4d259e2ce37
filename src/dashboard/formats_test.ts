import assert from "node:assert/strict";
import { createFormats, formatsOf } from "./formats.ts";

const instant = (text: string) => Temporal.Instant.from(text);
// Intl writes ranges with thin spaces, and times with a narrow one that does not break.
const plain = (text: string) => text.replaceAll(/[\u2009\u202f]/g, " ");

Deno.test("money is written in the shop's currency, with as many digits as its place has room for", () => {
  const dollars = createFormats("USD", "UTC");
  const cases: readonly [value: number, full: string, headline: string, short: string][] = [
    [0, "$0.00", "$0.00", "$0"],
    [-0, "$0.00", "$0.00", "$0"],
    [1234.5, "$1,234.50", "$1,234.50", "$1.23K"],
    [-17725.48, "−$17,725.48", "−$17,725.48", "−$17.7K"],
    [999_999.99, "$999,999.99", "$999,999.99", "$1M"],
    [2_297_200.86, "$2,297,200.86", "$2,297,201", "$2.3M"],
    [12_345_678_901.23, "$12,345,678,901.23", "$12.35B", "$12.3B"],
  ];
  for (const [value, full, headline, short] of cases) {
    assert.equal(dollars.money(value), full);
    assert.equal(dollars.headlineMoney(value), headline);
    assert.equal(dollars.shortMoney(value), short);
  }
  assert.equal(createFormats("JPY", "UTC").money(1234), "¥1,234");
  assert.equal(createFormats("EUR", "UTC").money(0.5), "€0.50");
  assert.equal(createFormats("KWD", "UTC").money(1.5).replace(/\s/, " "), "KWD 1.500");
});

Deno.test("shares and changes have one decimal, and changes a sign", () => {
  const { percent, change } = createFormats("USD", "UTC");
  assert.equal(percent(0.3), "30.0%");
  assert.equal(percent(-1.55), "−155.0%");
  assert.equal(change(0.1234), "+12.3%");
  assert.equal(change(-0.1234), "−12.3%");
  assert.equal(change(-0.0001), "0.0%");
  assert.equal(change(123.456), "+12,345.6%");
});

Deno.test("what rounds to zero has no sign, whichever way it leans", () => {
  const formats = createFormats("USD", "UTC");
  const little = -0.0001;
  assert.equal(formats.money(little), "$0.00");
  assert.equal(formats.headlineMoney(little), "$0.00");
  assert.equal(formats.count(little), "0");
  assert.equal(formats.percent(little), "0.0%");
  assert.equal(formats.wholePercent(little), "0%");
  assert.equal(formats.points(little), "0.0");
  assert.equal(formats.points(-0.0006), "−0.1");
});

Deno.test("a range is named by its days in the shop's zone, and by its time where it ends within one", () => {
  const cases: readonly [zone: string, from: string, to: string, text: string, withoutYear: string][] = [
    ["UTC", "2017-12-01T00:00Z", "2017-12-30T23:59:59.999Z", "Dec 1 – 30, 2017", "Dec 1 – 30"],
    ["UTC", "2017-11-01T00:00Z", "2017-12-01T00:00Z", "Nov 1 – 30, 2017", "Nov 1 – 30"],
    ["UTC", "2017-12-30T00:00Z", "2017-12-31T00:00Z", "Dec 30, 2017", "Dec 30"],
    [
      "UTC",
      "2016-12-01T00:00Z",
      "2017-02-01T00:00Z",
      "Dec 1, 2016 – Jan 31, 2017",
      "Dec 1, 2016 – Jan 31, 2017",
    ],
    [
      "UTC",
      "2017-12-01T00:00Z",
      "2017-12-12T10:41:12Z",
      "Dec 1 – 12, 2017, until 10:41 AM",
      "Dec 1 – 12",
    ],
    ["America/New_York", "2017-12-01T05:00Z", "2018-01-01T05:00Z", "Dec 1 – 31, 2017", "Dec 1 – 31"],
    ["Asia/Kolkata", "2017-11-30T18:30Z", "2017-12-01T18:30Z", "Dec 1, 2017", "Dec 1"],
  ];
  for (const [zone, from, to, text, withoutYear] of cases) {
    const { range, daysOfYear } = createFormats("USD", zone);
    const days = { from: instant(from), to: instant(to) };
    assert.equal(plain(range(days)), text);
    assert.equal(plain(daysOfYear(days)), withoutYear);
  }
});

Deno.test("instants are read by the shop's clock", () => {
  const formats = createFormats("USD", "Asia/Tokyo");
  const at = instant("2017-12-30T20:00:00Z");
  const written = [
    formats.moment(at),
    formats.day(at),
    formats.shortDay(at),
    formats.hour(at),
    formats.shortHour(at),
    formats.month(at),
    formats.shortMonth(at),
    formats.shortMonthYear(at),
  ];
  assert.deepEqual(written.map(plain), [
    "Dec 31, 2017, 5:00 AM",
    "Sun, Dec 31, 2017",
    "Dec 31",
    "Sun, Dec 31, 5:00 AM",
    "5 AM",
    "December 2017",
    "Dec",
    "Dec 2017",
  ]);
});

Deno.test("the formats of a shop are made once, and another shop has its own", () => {
  const dollars = formatsOf("USD", "UTC");
  assert.equal(formatsOf("USD", "UTC"), dollars);
  const moment = instant("2017-12-30T20:00:00Z");
  assert.equal(formatsOf("USD", "Asia/Tokyo").shortDay(moment), "Dec 31");
  assert.equal(formatsOf("USD", "UTC").shortDay(moment), "Dec 30");
  assert.equal(formatsOf("JPY", "UTC").money(1), "¥1");
});
