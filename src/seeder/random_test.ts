// deno-lint-ignore-file no-non-null-assertion -- what is missing fails the test
import assert from "node:assert/strict";
import fc from "fast-check";
import { firstAbove, Random, weighted, zipf } from "./random.ts";

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.bits());
}

Deno.test("the same seed, stream and index give the same numbers", () => {
  fc.assert(fc.property(uint32, fc.string(), fc.nat(), (seed, stream, index) => {
    assert.deepEqual(draw(new Random(seed, stream, index), 5), draw(new Random(seed, stream, index), 5));
  }));
});

Deno.test("the numbers are those of sfc32, on every machine", () => {
  // From another implementation, in Python, with whole numbers of any size.
  assert.deepEqual(draw(new Random(1, "order", 7), 4), [1034455145, 167733738, 1334581303, 3398194313]);
});

for (
  const [what, other] of [
    ["seed", new Random(2, "order", 7)],
    ["stream", new Random(1, "basket", 7)],
    ["index", new Random(1, "order", 8)],
  ] as const
) {
  Deno.test(`another ${what} gives unrelated numbers`, () => {
    const mine = new Random(1, "order", 7);
    let differing = 0;
    for (let i = 0; i < 1000; i++) {
      for (let bits = mine.bits() ^ other.bits(); bits !== 0; bits &= bits - 1) differing++;
    }
    // Half of 32,000 bits, within four standard deviations.
    assert.ok(Math.abs(differing - 16_000) < 4 * Math.sqrt(8_000), `${differing} bits differ`);
  });
}

Deno.test("numbers are spread evenly", () => {
  const random = new Random(3, "even");
  const buckets = new Array<number>(16).fill(0);
  for (let i = 0; i < 160_000; i++) buckets[random.below(16)]!++;
  for (const count of buckets) assert.ok(Math.abs(count - 10_000) < 400, String(buckets));
});

Deno.test("ranges hold", () => {
  fc.assert(fc.property(uint32, fc.integer({ min: 1, max: 1e6 }), (seed, count) => {
    const random = new Random(seed, "ranges");
    const whole = random.below(count);
    assert.ok(Number.isInteger(whole) && whole >= 0 && whole < count);
    const real = random.between(-1, 3);
    assert.ok(real >= -1 && real < 3);
  }));
});

Deno.test("an empty list cannot be picked from", () => {
  assert.throws(() => new Random(1, "pick").pick([]), RangeError);
});

Deno.test("weights decide how often an index comes up, and 0 is never", () => {
  const random = new Random(4, "weights");
  const pick = weighted([0, 1, 0, 3]);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 40_000; i++) counts[pick(random)]!++;
  assert.equal(counts[0], 0);
  assert.equal(counts[2], 0);
  assert.ok(Math.abs(counts[3]! / counts[1]! - 3) < 0.1, String(counts));
});

Deno.test("firstAbove finds what a walk finds", () => {
  const ascending = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 })
    .map((values) => Float64Array.from(values).sort());
  fc.assert(fc.property(ascending, fc.integer({ min: -1, max: 51 }), (values, value) => {
    const walked = values.findIndex((candidate) => candidate > value);
    assert.equal(firstAbove(values, value), walked < 0 ? values.length - 1 : walked);
  }));
});

Deno.test("Zipf's weights fall, and the tail is long", () => {
  const weights = zipf(1000);
  assert.ok(weights.every((weight, rank) => rank === 0 || weight < weights[rank - 1]!));
  const total = weights.reduce((sum, weight) => sum + weight);
  const head = weights.slice(0, 100).reduce((sum, weight) => sum + weight) / total;
  assert.ok(head > 0.5 && head < 0.7, `the first tenth has ${head}`);
});
