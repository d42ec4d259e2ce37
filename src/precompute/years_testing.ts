/** For tests: sums up to days of years, all that there can be, which drains make one at a time. */
import assert from "node:assert/strict";
import type { Pool } from "../db/pool.ts";
import { parseStatement } from "../db/statements.ts";
import { drain, type DrainOptions } from "./drain.ts";

const years = parseStatement("years", "select until from years_to_date");

/** Drains until nothing is missing; of aggregates that are built. */
export async function addYears(pool: Pool, options: DrainOptions): Promise<void> {
  for (let before = -1, now = 0; before < now;) {
    before = now;
    assert.ok(await drain(pool, options));
    now = (await pool.run(years)).length;
  }
}
