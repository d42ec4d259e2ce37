import assert from "node:assert/strict";
import { UsageError } from "../base/errors.ts";
import { readSeedOptions } from "./seed.ts";

function read(options: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const { until, ...others } = readSeedOptions(
    { records: "10", until: "2025-12-31", ...options },
    "Europe/Berlin",
  );
  return { until: until.toString(), ...others };
}

const defaults = { orders: 10, seed: 1, months: 36, until: "2025-12-31T23:00:00Z" };

for (
  const [options, expected] of [
    [{}, defaults],
    [{ records: "1000000", seed: "0", months: "1" }, { ...defaults, orders: 1_000_000, seed: 0, months: 1 }],
    [{ until: "2025-06-30" }, { ...defaults, until: "2025-06-30T22:00:00Z" }],
    [{ until: "2025-06-30T12:00:00+02:00" }, { ...defaults, until: "2025-06-30T10:00:00Z" }],
  ] as const
) {
  Deno.test(`seed takes ${JSON.stringify(options)}`, () => {
    assert.deepEqual(read(options), expected);
  });
}

for (
  const [options, message] of [
    [{ records: "many" }, /--records many: give a whole number from 1/],
    [{ records: "0" }, /--records 0/],
    [{ records: "-5" }, /--records -5/],
    [{ records: "1e3" }, /--records 1e3/],
    [{ seed: "4294967296" }, /--seed 4294967296/],
    [{ months: "0" }, /--months 0/],
    [{ until: "2025-02-30" }, /--until 2025-02-30: give a day, such as/],
    [{ until: "2025-02-03T10:00" }, /--until 2025-02-03T10:00: give a day/],
    [{ until: "yesterday" }, /--until yesterday/],
  ] as const
) {
  Deno.test(`seed refuses ${JSON.stringify(options)}`, () => {
    assert.throws(() => read(options), (error) => error instanceof UsageError && message.test(error.message));
  });
}

Deno.test("seed wants to know how many", () => {
  assert.throws(() => readSeedOptions({}, "UTC"), /give --records/);
});
