import assert from "node:assert/strict";
import { type ChosenRange, daysOf, rangeVariables, readRange, type ShopCalendar } from "./range.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);

const shop: ShopCalendar = {
  timeZone: "America/New_York",
  now: instant("2017-12-30T17:30:00Z"),
  firstOrder: instant("2014-01-03T15:20:00Z"),
};

Deno.test("readRange says what is wrong with a URL", () => {
  const cases: readonly [query: string, problem: RegExp][] = [
    ["?period=decade", /no period called “decade”/],
    ["?period=", /no period called “”/],
    ["?period=MONTH", /no period called “MONTH”/],
    [`?period=${"x".repeat(500)}`, /“x{40}…”/],
    ["?period=custom", /first and its last day/],
    ["?period=custom&from=2017-01-01", /first and its last day/],
    ["?period=custom&from=&to=2017-01-01", /first and its last day/],
    ["?period=custom&from=2017-02-29&to=2017-03-01", /“2017-02-29” is not a day/],
    ["?period=custom&from=2017-02-01&to=01.03.2017", /“01.03.2017” is not a day/],
    ["?period=custom&from=2017-02-01T00:00&to=2017-03-01", /is not a day/],
    ["?period=custom&from=1969-12-31&to=1970-01-02", /is not a day/],
    ["?period=custom&from=2099-12-31&to=2100-01-01", /“2100-01-01” is not a day/],
    ["?period=custom&from=2017-12-31&to=2017-01-01", /ends on 2017-01-01, before it starts on 2017-12-31/],
    ["?period=custom&from=1998-01-01&to=2018-01-01", /at most 20 years/],
  ];
  for (const [query, problem] of cases) {
    const read = readRange(new URLSearchParams(query));
    assert.ok("problem" in read, query);
    assert.match(read.problem, problem, query);
  }
});

Deno.test("GraphQL is asked for whole days of the shop's zone, today included", () => {
  const custom = (startDate: string, endDate: string) => ({
    period: "CUSTOM",
    dateRange: { startDate, endDate },
  });
  const cases: readonly [range: ChosenRange, variables: object][] = [
    [{ period: "quarter" }, { period: "QUARTER" }],
    [{ period: "today" }, { period: "TODAY" }],
    [{ period: "7d" }, custom("2017-12-24T05:00:00Z", "2017-12-31T05:00:00Z")],
    [{ period: "30d" }, custom("2017-12-01T05:00:00Z", "2017-12-31T05:00:00Z")],
    [{ period: "12m" }, custom("2016-12-31T05:00:00Z", "2017-12-31T05:00:00Z")],
    [{ period: "all" }, custom("2014-01-03T05:00:00Z", "2017-12-31T05:00:00Z")],
    // A clock change in between makes the range an hour longer.
    [
      { period: "custom", from: day("2017-11-01"), to: day("2017-11-30") },
      custom("2017-11-01T04:00:00Z", "2017-12-01T05:00:00Z"),
    ],
  ];
  for (const [range, variables] of cases) assert.deepEqual(rangeVariables(range, shop), variables);
});

Deno.test("all time is never empty and never longer than GraphQL allows", () => {
  const start = (firstOrder: string) =>
    rangeVariables({ period: "all" }, { ...shop, firstOrder: instant(firstOrder) }).dateRange?.startDate;
  assert.equal(start("1975-06-01T12:00:00Z"), "1997-12-31T05:00:00Z");
  assert.equal(start("2030-06-01T12:00:00Z"), "2017-12-30T05:00:00Z");
});

Deno.test("daysOf includes the day that a range ends in, not the one it ends at", () => {
  const days = (from: string, to: string) => {
    const range = daysOf({ from: instant(from), to: instant(to) }, shop.timeZone);
    return [range.from.toString(), range.to.toString()];
  };
  assert.deepEqual(days("2017-12-01T05:00:00Z", "2018-01-01T05:00:00Z"), ["2017-12-01", "2017-12-31"]);
  assert.deepEqual(days("2017-12-01T05:00:00Z", "2018-01-01T05:00:01Z"), ["2017-12-01", "2018-01-01"]);
});
