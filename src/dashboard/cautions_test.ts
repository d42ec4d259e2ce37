import assert from "node:assert/strict";
import { cautionsOf } from "./cautions.ts";
import { createFormats } from "./formats.ts";
import type { Shop } from "./load.ts";

const timeZone = "America/New_York";
const range = { startDate: "2017-12-01T05:00:00Z", endDate: "2017-12-31T05:00:00Z" };
const previous = { startDate: "2017-11-01T04:00:00Z", endDate: "2017-12-01T05:00:00Z" };

function shopAt(now: string, firstOrder = "2014-01-03T05:00:00Z"): Shop {
  const data = { from: Temporal.Instant.from(firstOrder), to: Temporal.Instant.from(range.endDate) };
  return { timeZone, formats: createFormats("USD", timeZone), now: Temporal.Instant.from(now), data };
}

Deno.test("what misleads is said in a sentence, and nothing else is", () => {
  const cases: readonly [Parameters<typeof cautionsOf>[0], Shop, readonly RegExp[]][] = [
    [{ range, previous, orders: 500 }, shopAt("2017-12-31T04:59:59.999Z"), []],
    [{ range, previous, orders: 500 }, shopAt("2018-03-01T12:00:00Z"), []],
    [{ range, previous, orders: 500 }, shopAt("2017-12-30T19:30:00Z"), [/^Today .* until 2:30/]],
    [{ range, previous, orders: 500 }, shopAt("2017-12-20T19:30:00Z"), [
      /^This period is not over: until Dec 20/,
    ]],
    [{ range, previous: null, orders: 500 }, shopAt("2017-12-30T19:30:00Z"), []],
    [{ range, previous, orders: 1 }, shopAt("2018-03-01T12:00:00Z"), [/Only 1 order:/]],
    [{ range, previous, orders: 29 }, shopAt("2018-03-01T12:00:00Z"), [/Only 29 orders:/]],
    [{ range, previous, orders: 0 }, shopAt("2018-03-01T12:00:00Z"), []],
    [{ range, previous }, shopAt("2018-03-01T12:00:00Z", "2017-11-15T12:00:00Z"), [
      /first order is from Wed, Nov 15/,
    ]],
    [{ range, previous }, shopAt("2018-03-01T12:00:00Z", "2017-11-01T12:00:00Z"), []],
    [{ range, previous }, shopAt("2018-03-01T12:00:00Z", "2017-12-02T12:00:00Z"), []],
  ];
  for (const [covered, shop, sentences] of cases) {
    const said = cautionsOf(covered, shop);
    assert.equal(said.length, sentences.length, said.join(" "));
    sentences.forEach((sentence, index) => assert.match(said[index] ?? "", sentence));
  }
});
