/** One history, and what is measured on it. */
import { createClock } from "../../src/base/clock.ts";
import { createPool, type Pool } from "../../src/db/pool.ts";
import { openSession, type Session } from "../../src/db/session.ts";
import { parseStatement, statement } from "../../src/db/statements.ts";
import { drainAll, type DrainOptions } from "../../src/precompute/drain.ts";
import { benchStatement, makeHistory } from "./history.ts";
import { customersOf, now, products, reps, type Shape, timeZone, today } from "./shape.ts";
import { sized } from "../suite/asked.ts";

export interface Grown {
  readonly shape: Shape;
  readonly url: string;
  readonly fillMs: number;
  readonly buildMs: number;
  /**
   * Changes a thousand orders: half are new ones of today, the others are of the last days.
   * @param round decides which
   * @param days how many, today included
   */
  change(round: number, days: number): Promise<void>;
  /** Drains what was changed. */
  drain(): Promise<TimedDrain>;
  /** Of tables with their indexes, in bytes. */
  sizes(): Promise<Sizes>;
  close(): Promise<void>;
}

export interface TimedDrain {
  readonly ms: number;
  /** Rows of the log that it took. */
  readonly taken: number;
}

export interface Sizes {
  /** Orders, their lines, and the registry of their ids. */
  readonly base: number;
  readonly aggregates: number;
}

const options: DrainOptions = { timeZone, weekStart: 1, clock: createClock(now) };
// One statement of a first build may take minutes.
const deadlineMs = 20 * 60_000;

/**
 * Fills a new database and builds its aggregates for the first time. What is done later is done over the same
 * connections, as by a writer and a drainer that have been at it for long.
 */
export async function grow(url: string, shape: Shape): Promise<Grown> {
  const begin = performance.now();
  await makeHistory(url, shape);
  const filled = performance.now();
  const pool = createPool({ url, size: 2, deadlineMs, name: "bench drain" });
  await drainAll(pool, options);
  const built = performance.now();
  // They take the longest, and a smoke needs none.
  if (sized(true, { smoke: false })) await addYears(pool);
  const session = openSession({ url, name: "bench" });
  // As autovacuum would, soon after.
  await session.run(parseStatement("vacuum", "vacuum analyze"));
  return {
    shape,
    url,
    fillMs: filled - begin,
    buildMs: built - filled,
    change: (round, days) => change(session, shape, round, days),
    drain: () => timeDrain(pool),
    sizes: () => readSizes(session),
    async close() {
      await pool.close();
      await session.close();
    },
  };
}

// As drains do in the first minutes after a build.
async function addYears(pool: Pool): Promise<void> {
  for (let isMissing = true; isMissing;) {
    await drainAll(pool, options);
    const [next] = await pool.run<{ readonly until: string | null }>(statement("drain/next_year_to_date"), {
      today: today.toString(),
    });
    isMissing = typeof next?.until === "string";
  }
}

async function change(session: Session, shape: Shape, round: number, days: number): Promise<void> {
  await session.run(benchStatement("change_orders"), {
    round,
    day: today.toString(),
    first_day: today.subtract({ days: days - 1 }).toString(),
    zone: timeZone,
    customers: customersOf(shape),
    reps,
    products,
  });
}

async function timeDrain(pool: Pool): Promise<TimedDrain> {
  let taken = 0;
  const begin = performance.now();
  const { setAside } = await drainAll(pool, options, (done) => taken += done.taken);
  const ms = performance.now() - begin;
  if (setAside > 0) throw new Error(`Cannot measure a drain that failed: it set ${setAside} rows aside`);
  return { ms, taken };
}

async function readSizes(session: Session): Promise<Sizes> {
  const [sizes] = await session.run<Sizes>(benchStatement("sizes"));
  if (!sizes) throw new TypeError("sizes must be one row");
  return sizes;
}
