import assert from "node:assert/strict";
import fc from "fast-check";
import { divide, formatDecimal, multiply, parseDecimal, round, subtract } from "./decimals.ts";

const one = { digits: 1n, scale: 0 };
const number = (text: string) => parseDecimal(text) ?? assert.fail(`${text} is no number`);

Deno.test("plain decimals alone are numbers", () => {
  for (const text of ["0", "1", "-1", "+1.50", ".5", "5.", "-0.0001", "00012", "9".repeat(60)]) {
    assert.ok(parseDecimal(text), text);
  }
  for (
    const text of [
      "",
      ".",
      "-",
      "+.",
      "1,5",
      "1.2.3",
      "1e3",
      "NaN",
      "Infinity",
      "0x1f",
      "1 000",
      "--1",
      "١",
      "9".repeat(65),
    ]
  ) {
    assert.equal(parseDecimal(text), undefined, text);
  }
});

Deno.test("a number is written as it was read", () => {
  const cases = [["1", "1"], ["-1.50", "-1.50"], [".5", "0.5"], ["5.", "5"], ["-.05", "-0.05"], ["-0", "0"], [
    "007",
    "7",
  ]];
  for (const [text = "", written] of cases) assert.equal(formatDecimal(number(text)), written);
});

Deno.test("half goes away from zero", () => {
  const cases: readonly [string, number, string][] = [
    ["1.00005", 4, "1.0001"],
    ["-1.00005", 4, "-1.0001"],
    ["1.00004999", 4, "1.0000"],
    ["2.5", 0, "3"],
    ["-2.5", 0, "-3"],
    ["0.4", 0, "0"],
    ["-0.4", 0, "0"],
    ["1.5", 4, "1.5000"],
  ];
  for (const [text, scale, rounded] of cases) {
    assert.equal(formatDecimal(round(number(text), scale)), rounded);
  }
});

Deno.test("a quotient is exact up to its last place", () => {
  const cases: readonly [string, string, number, string][] = [
    ["1", "3", 4, "0.3333"],
    ["2", "3", 4, "0.6667"],
    ["-2", "3", 4, "-0.6667"],
    ["2", "-3", 4, "-0.6667"],
    ["220.0464", "2", 8, "110.02320000"],
    ["1", "0.00004", 0, "25000"],
    ["261.96", "2", 4, "130.9800"],
  ];
  for (const [a, b, scale, quotient] of cases) {
    assert.equal(formatDecimal(divide(number(a), number(b), scale)), quotient);
  }
});

Deno.test("sums and products are those of whole numbers, shifted", () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(10))
    .map(([digits, scale]) => ({ digits, scale }));
  fc.assert(fc.property(decimal, decimal, (a, b) => {
    const shift = 10n ** 20n;
    const whole = ({ digits, scale }: typeof a) => digits * shift / 10n ** BigInt(scale);
    assert.equal(whole(subtract(a, b)), whole(a) - whole(b));
    const product = multiply(a, b);
    assert.equal(product.digits * shift ** 2n / 10n ** BigInt(product.scale), whole(a) * whole(b));
    assert.deepEqual(multiply(a, one), a);
    if (b.digits !== 0n) assert.deepEqual(round(divide(product, b, a.scale), a.scale), a);
  }));
});
