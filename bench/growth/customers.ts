/** Unique customers of a year, three ways that must agree: from sets, from links of days, and counted. */
import assert from "node:assert/strict";
import { openSession } from "../../src/db/session.ts";
import { median } from "../figures.ts";
import { benchStatement } from "./history.ts";
import { timeZone, today } from "./shape.ts";

export interface CountedCustomers {
  readonly customers: number;
  /** Milliseconds each way took, the middle one of three. */
  readonly byDays: number;
  readonly bySets: number;
  readonly direct: number;
}

const times = 3;

/** Counts over the twelve whole months before this one. @throws where the three do not agree */
export async function countCustomers(url: string): Promise<CountedCustomers> {
  const to = today.with({ day: 1 });
  const range = { from: to.subtract({ years: 1 }).toString(), to: to.toString(), zone: timeZone };
  const session = openSession({ url, name: "bench" });
  const count = async (name: string) => {
    const took: number[] = [];
    let customers = 0;
    for (let round = 0; round < times; round++) {
      const begin = performance.now();
      const [row] = await session.run<{ readonly customers: number }>(benchStatement(name), range);
      took.push(performance.now() - begin);
      customers = row?.customers ?? NaN;
    }
    return { customers, ms: median(took) };
  };
  try {
    const days = await count("customers_by_days");
    const sets = await count("customers_by_sets");
    const direct = await count("customers_direct");
    assert.deepEqual([days.customers, sets.customers], [direct.customers, direct.customers]);
    return { customers: direct.customers, byDays: days.ms, bySets: sets.ms, direct: direct.ms };
  } finally {
    await session.close();
  }
}
