import assert from "node:assert/strict";
import fc from "fast-check";
import { average, decimal, growth, rounded, share } from "./decimal.ts";

Deno.test("text from Postgres is kept exactly and rounded half away from zero", () => {
  const cases = [
    ["0", 2, 0],
    ["2297200.8603", 2, 2297200.86],
    ["0.005", 2, 0.01],
    ["-0.005", 2, -0.01],
    ["0.00499999", 2, 0],
    ["1.5", 0, 2],
    ["-1.5", 0, -2],
    ["12345678901234.5678", 4, 12345678901234.5678],
    ["1.0000000000000000", 2, 1],
    ["5.12345678", 8, 5.12345678],
  ] as const;
  for (const [text, digits, expected] of cases) assert.equal(rounded(decimal(text), digits), expected, text);
});

Deno.test("what cannot be kept exactly is refused", () => {
  for (const text of ["NaN", "Infinity", "1e5", "", "1.", "0.123456789", " 1"]) {
    assert.throws(() => decimal(text), RangeError, text);
  }
});

Deno.test("sums of amounts are exact, whatever their order", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (tenThousandths) => {
    const texts = tenThousandths.map((n) =>
      `${n < 0 ? "-" : ""}${Math.floor(Math.abs(n) / 1e4)}.${String(Math.abs(n) % 1e4).padStart(4, "0")}`
    );
    const sum = texts.reduce((total, text) => total + decimal(text), 0n);
    assert.equal(sum, BigInt(tenThousandths.reduce((a, b) => a + b, 0)) * 10_000n);
  }));
});

Deno.test("ratios are null where they are undefined", () => {
  assert.equal(average(decimal("10"), 4, 2), 2.5);
  assert.equal(average(decimal("10"), 0, 2), null);
  assert.equal(share(decimal("1"), decimal("3")), 0.333333);
  assert.equal(share(decimal("1"), 0n), null);
  assert.equal(growth(decimal("12"), decimal("10")), 0.2);
  assert.equal(growth(decimal("-12"), decimal("-10")), -0.2);
  assert.equal(growth(decimal("5"), decimal("-10")), 1.5);
  assert.equal(growth(decimal("5"), 0n), null);
});
