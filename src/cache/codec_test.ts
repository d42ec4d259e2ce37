import assert from "node:assert/strict";
import fc from "fast-check";
import { decode, encode } from "./codec.ts";

const plain = { noNullPrototype: true } as const;
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: -(10n ** 18n), max: 4n * 10n ** 18n }).map((ns) =>
      Temporal.Instant.fromEpochNanoseconds(ns)
    ),
    fc.integer({ min: 0, max: 60_000 }).map((days) => Temporal.PlainDate.from("1970-01-01").add({ days })),
    fc.array(tie("value")),
    fc.dictionary(fc.string().filter((key) => key !== "@" && key !== "__proto__"), tie("value"), plain),
    fc.array(fc.tuple(fc.option(fc.string()), tie("value"))).map((entries) => new Map(entries)),
  ),
}));

// Temporal's values have no properties of their own to compare.
const shown = (given: unknown) =>
  Deno.inspect(given, { depth: 50, iterableLimit: Infinity, strAbbreviateSize: 1e9 });

Deno.test("what is decoded is what was encoded", () => {
  fc.assert(fc.property(value, (given) => {
    const found = decode(encode(given));
    assert.equal(shown(found), shown(given));
    assert.deepEqual(found, given);
  }));
});

Deno.test("properties that are undefined are left out", () => {
  assert.deepEqual(decode(encode({ a: undefined, b: { c: undefined, d: 1 } })), { b: { d: 1 } });
});

Deno.test("what would come back as something else is refused", () => {
  const values = [
    NaN,
    Infinity,
    1n,
    undefined,
    [undefined],
    new Set([1]),
    new Date(),
    () => 1,
    new Map([["a", NaN]]),
  ];
  for (const given of values) assert.throws(() => encode([given]), TypeError, Deno.inspect(given));
});
