import assert from "node:assert/strict";
import fc from "fast-check";
import { listedPeriods, type ShopCalendar } from "./range.ts";
import { comparisons, defaultView, hrefOf, readView, variablesOf, type View } from "./view.ts";

const day = (text: string) => Temporal.PlainDate.from(text);
const shop: ShopCalendar = {
  timeZone: "UTC",
  now: Temporal.Instant.from("2017-12-30T23:59:59.999Z"),
  firstOrder: Temporal.Instant.from("2014-01-03T15:20:00Z"),
};

function viewOf(query: string): View {
  const read = readView(new URLSearchParams(query));
  assert.ok("view" in read, `${query}: ${JSON.stringify(read)}`);
  return read.view;
}

Deno.test("a view's address leaves out what is the default", () => {
  assert.equal(hrefOf("/", defaultView), "/");
  assert.equal(hrefOf("/products", defaultView, { sort: undefined, q: "" }), "/products");
  assert.equal(hrefOf("/", defaultView, { metric: "orders" }), "/?metric=orders");
  const range = { period: "custom", from: day("2017-01-01"), to: day("2017-01-31") } as const;
  const filter = { ...defaultView.filter, region: ["West", ""], segment: ["A&B"] };
  assert.equal(
    hrefOf("/reps", { range, comparison: "year", filter }),
    "/reps?period=custom&from=2017-01-01&to=2017-01-31&compare=year&region=West&region=&segment=A%26B",
  );
});

Deno.test("what a URL says twice counts once, and what a form leaves alone does not count", () => {
  const { filter } = viewOf("?region=West&region=West&rep=*&segment=*&segment=New&utm_source=mail");
  assert.deepEqual(filter, { region: ["West"], rep: [], segment: ["New"], category: [] });
});

Deno.test("a URL that makes no sense is a problem", () => {
  for (const query of ["?period=decade", "?compare=future", "?period=custom&from=2017-01-01"]) {
    assert.ok("problem" in readView(new URLSearchParams(query)), query);
  }
});

Deno.test("a view comes back from its address", () => {
  const days = fc.integer({ min: 0, max: 20_000 }).map((count) => day("1970-01-01").add({ days: count }));
  const custom = fc.tuple(days, fc.integer({ min: 0, max: 7_000 })).map(([from, count]) =>
    ({ period: "custom", from, to: from.add({ days: count }) }) as const
  );
  const range = fc.oneof(fc.constantFrom(...listedPeriods).map((period) => ({ period })), custom);
  const values = fc.uniqueArray(fc.string().filter((value) => value !== "*"), { maxLength: 3 });
  const filter = fc.record({ region: values, rep: values, segment: values, category: values });
  const comparison = fc.constantFrom(...comparisons);
  fc.assert(fc.property(range, comparison, filter, (range, comparison, filter) => {
    const view: View = { range, comparison, filter };
    const { searchParams } = new URL(hrefOf("/", view), "http://localhost");
    assert.equal(JSON.stringify(viewOf(`?${searchParams}`)), JSON.stringify(view));
  }));
});

Deno.test("GraphQL is asked for the comparison and the filter; all time compares with nothing", () => {
  const cases: readonly [query: string, compareTo: string, filter: object | null][] = [
    ["", "PREVIOUS_PERIOD", null],
    ["?compare=year&period=month", "PREVIOUS_YEAR", null],
    ["?compare=year&period=all", "NONE", null],
    ["?compare=none&region=West&region=&category=7", "NONE", { regions: ["West", null], categoryIds: ["7"] }],
    ["?rep=", "PREVIOUS_PERIOD", { salesRepIds: [null] }],
  ];
  for (const [query, compareTo, filter] of cases) {
    const variables = variablesOf(viewOf(query), shop);
    assert.deepEqual([variables.compareTo, variables.filter], [compareTo, filter], query);
  }
});
