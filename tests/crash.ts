/** For tests: drains killed at random moments under writers, again and again; then everything must come out right. */
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { createPool } from "../src/db/pool.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { type Verification, verifyAggregates } from "../src/precompute/verify.ts";
import { addYears } from "../src/precompute/years_testing.ts";
import { Random } from "../src/seeder/random.ts";
import { drainerName, drainOptions } from "./crash_drainer.ts";
import { keepWriting, makeShop, type Written } from "./crash_writers.ts";

export interface CrashOptions {
  /** Of a database that has all migrations and no rows. */
  readonly url: string;
  readonly cycles: number;
  /** Decides what is written and when a drain is killed; not how these fall together. */
  readonly seed: number;
  readonly onCycle?: (done: number) => void;
}

export interface Crashed {
  /** Kills that met a transaction. */
  readonly amidst: number;
  /** Drains that were committed before the last kill. */
  readonly generations: number;
  readonly written: Written;
  /** Rows of the log that were left after the last kill, and after the last drain. */
  readonly behind: number;
  readonly left: number;
  readonly verification: Verification;
}

const writers = 6;
const longestLifeMs = 1_000;
const program = fileURLToPath(new URL("crash_drainer.ts", import.meta.url));

/** Kills a drain so many times, then stops the writers, drains to the end, and verifies. */
export async function crashDrains(options: CrashOptions): Promise<Crashed> {
  const { url, seed } = options;
  await makeShop(url);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const stop = new AbortController();
  try {
    const ids: string[] = [];
    const end = () => stop.abort();
    const writing = Array.from(
      { length: writers },
      (_, index) => keepWriting(url, new Random(seed, "writer", index), ids, stop.signal).finally(end),
    );
    const killing = killDrains(sql, options, new Random(seed, "kills"), stop.signal).finally(end);
    // One that fails ends the others, which are waited for.
    await Promise.allSettled([killing, ...writing]);
    const written = (await Promise.all(writing)).reduce(add);
    const amidst = await killing;
    const { generations, behind } = await readState(sql);
    await backendsEnd(sql);
    return { amidst, generations, written, behind, ...await finish(sql, url) };
  } finally {
    await sql.end();
  }
}

function add(one: Written, other: Written): Written {
  return { changes: one.changes + other.changes, collisions: one.collisions + other.collisions };
}

/** @returns how many kills met a transaction */
async function killDrains(
  sql: postgres.Sql,
  { url, cycles, onCycle = () => {} }: CrashOptions,
  random: Random,
  stopped: AbortSignal,
): Promise<number> {
  const command = ["run", "-A", "--no-check", "--quiet", program, url];
  let amidst = 0;
  for (let cycle = 1; cycle <= cycles && !stopped.aborted; cycle++) {
    await using child = new Deno.Command(Deno.execPath(), {
      args: command,
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    const { done } = await reader.read();
    if (done) throw new Error("Cannot kill the drainer: it ended by itself, see above");
    // Any moment will do: the test asks what is left, not when.
    await delay(random.between(0, longestLifeMs));
    const [running] = await sql`
      select from pg_stat_activity
      where application_name = ${drainerName} and datname = current_database() and xact_start is not null`;
    child.kill("SIGKILL");
    const { signal } = await child.status;
    if (signal !== "SIGKILL") throw new Error("Cannot kill the drainer: it had ended by itself, see above");
    await reader.cancel();
    if (running) amidst++;
    onCycle(cycle);
  }
  return amidst;
}

async function readState(sql: postgres.Sql): Promise<Pick<Crashed, "generations" | "behind">> {
  const [state] = await sql`
    select generation::int as generations, (select count(*)::int from touched) as behind from precompute_state`;
  return { generations: state?.generations, behind: state?.behind };
}

/** Waits until the killed process's connections are gone. */
async function backendsEnd(sql: postgres.Sql): Promise<void> {
  for (;;) {
    const rows = await sql`
      select from pg_stat_activity where application_name = ${drainerName} and datname = current_database()`;
    if (rows.length === 0) return;
  }
}

async function finish(sql: postgres.Sql, url: string): Promise<Pick<Crashed, "left" | "verification">> {
  const pool = createPool({ url, size: 1, deadlineMs: 600_000, name: "crash test" });
  try {
    await drainAll(pool, { ...drainOptions, batch: 10_000 });
    await addYears(pool, drainOptions);
    const [log] = await sql`select count(*)::int as left from touched`;
    return { left: log?.left, verification: await verifyAggregates(pool) };
  } finally {
    await pool.close();
  }
}
