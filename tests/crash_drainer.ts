/** For tests: a process that drains one database without rest, to be killed at any moment. */
import { createClock } from "../src/base/clock.ts";
import { createPool } from "../src/db/pool.ts";
import { drain, type DrainOptions } from "../src/precompute/drain.ts";

/** Small batches, so that many are under way in a short time. */
export const drainOptions: DrainOptions = {
  timeZone: "America/New_York",
  weekStart: 7,
  clock: createClock(Temporal.Instant.from("2011-11-20T04:59:59Z")),
  batch: 1_000,
};
/** Shown in `pg_stat_activity`. */
export const drainerName = "crash drainer";
const deadlineMs = 60_000;

if (import.meta.main) {
  const [url = ""] = Deno.args;
  const pool = createPool({ url, size: 1, deadlineMs, name: drainerName });
  Deno.stdout.writeSync(new TextEncoder().encode("begins\n"));
  for (;;) {
    // What a killed process left may still hold the lock for a moment.
    if (!await drain(pool, drainOptions)) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
