import assert from "node:assert/strict";
import fc from "fast-check";
import {
  daysOf,
  hrefOf,
  listedPeriods,
  metrics,
  readView,
  type ShopCalendar,
  variablesOf,
  type View,
} from "./view.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);

const shop: ShopCalendar = {
  timeZone: "America/New_York",
  now: instant("2017-12-31T04:59:59.999Z"),
  firstOrder: instant("2014-01-03T15:20:00Z"),
};

Deno.test("readView reads what a URL asks for", () => {
  const custom: View = {
    period: "custom",
    from: day("2017-01-01"),
    to: day("2017-12-31"),
    metric: "revenue",
  };
  const cases: readonly [query: string, view: View][] = [
    ["", { period: "month", metric: "revenue" }],
    ["?period=today", { period: "today", metric: "revenue" }],
    ["?period=all&metric=aov", { period: "all", metric: "aov" }],
    ["?metric=orders&utm_source=mail", { period: "month", metric: "orders" }],
    ["?period=custom&from=2017-01-01&to=2017-12-31", custom],
    ["?to=2017-12-31&from=2017-01-01&period=custom&metric=customers", { ...custom, metric: "customers" }],
    ["?period=year&from=2017-01-01", { period: "year", metric: "revenue" }],
    ["?period=custom&from=2017-02-28&to=2017-02-28", {
      ...custom,
      from: day("2017-02-28"),
      to: day("2017-02-28"),
    }],
    ["?period=custom&from=1998-01-01&to=2017-12-31", { ...custom, from: day("1998-01-01") }],
  ];
  for (const [query, expected] of cases) {
    const read = readView(new URLSearchParams(query));
    assert.ok("view" in read, `${query}: ${JSON.stringify(read)}`);
    assert.equal(hrefOf(read.view), hrefOf(expected), query);
  }
});

Deno.test("readView says what is wrong with a URL", () => {
  const cases: readonly [query: string, problem: RegExp][] = [
    ["?period=decade", /no period called “decade”/],
    ["?period=", /no period called “”/],
    ["?period=MONTH", /no period called “MONTH”/],
    [`?period=${"x".repeat(500)}`, /“x{40}…”/],
    ["?metric=clicks", /no metric called “clicks”/],
    ["?period=custom", /first and its last day/],
    ["?period=custom&from=2017-01-01", /first and its last day/],
    ["?period=custom&from=&to=2017-01-01", /first and its last day/],
    ["?period=custom&from=2017-02-29&to=2017-03-01", /“2017-02-29” is not a day/],
    ["?period=custom&from=2017-02-01&to=01.03.2017", /“01.03.2017” is not a day/],
    ["?period=custom&from=2017-02-01T00:00&to=2017-03-01", /is not a day/],
    ["?period=custom&from=0001-01-01&to=0001-01-02", /is not a day/],
    ["?period=custom&from=2999-12-31&to=3000-01-01", /“3000-01-01” is not a day/],
    ["?period=custom&from=2017-12-31&to=2017-01-01", /ends on 2017-01-01, before it starts on 2017-12-31/],
    ["?period=custom&from=1998-01-01&to=2018-01-01", /at most 20 years/],
  ];
  for (const [query, problem] of cases) {
    const read = readView(new URLSearchParams(query));
    assert.ok("problem" in read, query);
    assert.match(read.problem, problem, query);
  }
});

Deno.test("a view's address leaves out what is the default", () => {
  assert.equal(hrefOf({ period: "month", metric: "revenue" }), "/");
  assert.equal(hrefOf({ period: "month", metric: "orders" }), "/?metric=orders");
  assert.equal(
    hrefOf({ period: "custom", from: day("2017-01-01"), to: day("2017-01-31"), metric: "aov" }),
    "/?period=custom&from=2017-01-01&to=2017-01-31&metric=aov",
  );
});

Deno.test("a view comes back from its address", () => {
  const days = fc.integer({ min: 0, max: 20_000 }).map((count) => day("1970-01-01").add({ days: count }));
  const custom = fc.tuple(days, fc.integer({ min: 0, max: 7_000 })).map(([from, count]) =>
    ({ period: "custom", from, to: from.add({ days: count }) }) as const
  );
  const range = fc.oneof(fc.constantFrom(...listedPeriods).map((period) => ({ period })), custom);
  fc.assert(fc.property(range, fc.constantFrom(...metrics), (chosen, metric) => {
    const view: View = { ...chosen, metric };
    const read = readView(new URL(hrefOf(view), "http://localhost").searchParams);
    assert.ok("view" in read);
    assert.equal(JSON.stringify(read.view), JSON.stringify(view));
  }));
});

Deno.test("variablesOf asks GraphQL for whole days of the shop's zone", () => {
  const range = (startDate: string, endDate: string) => ({
    period: "CUSTOM",
    dateRange: { startDate, endDate },
  });
  const cases: readonly [view: View, variables: object][] = [
    [{ period: "quarter", metric: "orders" }, { period: "QUARTER", metric: "ORDERS" }],
    [
      // A clock change in between makes the range an hour longer.
      { period: "custom", from: day("2017-11-01"), to: day("2017-11-30"), metric: "revenue" },
      { ...range("2017-11-01T04:00:00Z", "2017-12-01T05:00:00Z"), metric: "REVENUE" },
    ],
    [
      { period: "all", metric: "aov" },
      { ...range("2014-01-03T05:00:00Z", "2017-12-31T04:59:59.999Z"), metric: "AOV" },
    ],
  ];
  for (const [view, variables] of cases) assert.deepEqual(variablesOf(view, shop), variables);
});

Deno.test("all time is never empty and never longer than GraphQL allows", () => {
  const start = (firstOrder: string) =>
    variablesOf({ period: "all", metric: "revenue" }, { ...shop, firstOrder: instant(firstOrder) }).dateRange
      ?.startDate;
  assert.equal(start("1950-06-01T12:00:00Z"), "1997-12-31T04:59:59.999Z");
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
