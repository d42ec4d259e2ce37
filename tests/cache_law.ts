/**
 * For tests: the law of the cache. Whatever changes, once it is drained and a process has heard of that, what it keeps is
 * answered as the database answers it, in every field, whichever process computed it.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Analytics } from "../src/analytics/analytics.ts";
import { createCoverage } from "../src/analytics/coverage.ts";
import { readGenerations } from "../src/analytics/generations.ts";
import type { Calendar } from "../src/analytics/period.ts";
import { createClock } from "../src/base/clock.ts";
import { createLog } from "../src/base/log.ts";
import { fingerprintOf } from "../src/cache/envelope.ts";
import { createMemoryStore } from "../src/cache/memory.ts";
import { createSource } from "../src/cache/source.ts";
import { createTiers } from "../src/cache/tiers.ts";
import { createPool, type Pool } from "../src/db/pool.ts";
import { parseStatement, type Statement } from "../src/db/statements.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drainAll } from "../src/precompute/drain.ts";
import { refreshViews } from "../src/precompute/views.ts";
import { anyQuestion, type AskedQuestion, type Catalogue, fields } from "./any_question.ts";
import { askIn } from "./asking.ts";
import { beginHistory, type History } from "./change_history.ts";
import { anyChange, type Change } from "./changes.ts";
import { answer, readCatalogue, toldBy } from "./fields_law.ts";
import { cutIn, laneOf } from "./lanes_law.ts";

const log = createLog({ write: () => {} });

/** How often each field was answered by each lane, such as `salesOverview CACHE`. */
export type Tally = Map<string, number>;

/** One change alone, drained at once: another one would outdate what this one should. */
interface Round {
  readonly change: Change | Statement;
  readonly refreshes: boolean;
}

/** Several questions of each field: each is asked after every change, and mostly kept until it is outdated. */
const asEachField = [...fields, ...fields, ...fields];

const some = (table: string) => `(select id from ${table} order by md5(id::text || name) limit 1)`;

/** What names and groups sales, of one row that luck picks. */
const edits = [
  `update products set name = name || '.' where id = ${some("products")}`,
  `update products set category_id = ${some("categories")} where id = ${some("products")}`,
  `insert into products (name, selling_price) select 'New ' || count(*), 5 from products`,
  `update customers set name = name || '.' where id = ${some("customers")}`,
  `update customers set segment = case segment when 'Gold' then 'Basic' else 'Gold' end where id = ${
    some("customers")
  }`,
  "insert into customers (name) select 'New ' || count(*) from customers",
  `select merge_customers(a.id, b.id) from customers a, customers b where a.id = ${
    some("customers")
  } and b.id <> a.id limit 1`,
  `update categories set name = name || '.' where id = ${some("categories")}`,
  // Under the one before it, as categories are moved: so that none comes to lie under itself.
  `with made as (select gen_random_uuid() as id)
    insert into categories (id, name, parent_id)
      select id, 'New ' || id, (select c.id from categories c where c.id < made.id order by c.id desc limit 1) from made`,
  "update sales_representatives set name = name || '.'",
  "update sales_representatives set region = case region when 'West' then 'East' else 'West' end",
  "update sales_representatives set commission_rate = coalesce(commission_rate, 0) + 1",
  "insert into sales_representatives (name, region) select 'New ' || count(*), 'East' from sales_representatives",
].map((text) => parseStatement("edit", text));

/** Fails where some history breaks the law; `runs` histories of `rounds` rounds each. */
export async function checkCache(timeZone: string, runs: number, rounds: number): Promise<Tally> {
  const tally: Tally = new Map();
  const catalogue = await catalogueAtFirst();
  const instant = cutIn(timeZone);
  const questions = fc.tuple(...asEachField.map((field) => anyQuestion(catalogue, instant, [field])));
  const round: fc.Arbitrary<Round> = fc.record({
    change: fc.oneof(anyChange(instant), fc.constantFrom(...edits)),
    refreshes: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  });
  const all = fc.array(round, { minLength: rounds, maxLength: rounds, size: "max" });
  await fc.assert(
    fc.asyncProperty(
      fc.noShrink(questions),
      fc.noBias(all),
      instant,
      (questions, all, now) => live({ timeZone, weekStart: 1 }, now, questions, all, tally),
    ),
    { numRuns: runs, endOnFailure: true },
  );
  return tally;
}

async function catalogueAtFirst(): Promise<Catalogue> {
  await using database = await testDatabase();
  await using _history = await beginHistory(database.url);
  return await readCatalogue(database.url);
}

async function live(
  calendar: Calendar,
  now: Temporal.Instant,
  questions: readonly AskedQuestion[],
  rounds: readonly Round[],
  tally: Tally,
): Promise<void> {
  await using database = await testDatabase();
  await using history = await beginHistory(database.url);
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 60_000, name: "test" });
  try {
    const clock = createClock(now);
    await drainAll(pool, { ...calendar, clock });
    await refreshViews({ pool, log }, "all");
    const coverage = () => createCoverage(pool, clock)();
    const uncached: Analytics = { database: pool, direct: pool, calendar, currency: "EUR", clock, coverage };
    const { pass, cached } = processes(uncached, pool);
    for (const [turn, { change, refreshes }] of rounds.entries()) {
      if ("kind" in change) await applyWhole(history, change);
      else await pool.run(change);
      await drainAll(pool, { ...calendar, clock });
      if (refreshes) await refreshViews({ pool, log }, "all");
      // Longer than anything outdated is told.
      pass(3_000);
      // Each process takes a turn in every second round: what it has was outdated by its own change, or by the other's.
      for (const [number, question] of questions.entries()) {
        const process = cached[(turn + number) % cached.length];
        if (!process) throw new TypeError("Nobody to ask");
        await compare(process, uncached, question, tally);
      }
    }
  } finally {
    await pool.close();
  }
}

async function applyWhole(history: History, change: Change): Promise<void> {
  await history.apply(change);
  await history.apply({ kind: "settle" });
}

/** Two processes with a tier that they share, on a clock that stands still. */
export function processes(
  uncached: Analytics,
  pool: Pool,
): { readonly cached: readonly Analytics[]; readonly pass: (ms: number) => void } {
  let now = 0;
  const clock = () => now;
  const shared = createMemoryStore({ maxBytes: 50_000_000, now: clock });
  const cached = [1, 2].map((): Analytics => ({
    ...uncached,
    cache: {
      source: createSource({ name: "primary", read: (since) => readGenerations(pool, since), now: clock }),
      tiers: createTiers({
        maxBytes: 50_000_000,
        shared,
        fingerprint: fingerprintOf(["test"]),
        now: clock,
        random: () => 0,
        pause: () => Promise.resolve(),
      }),
    },
  }));
  return { cached, pass: (ms: number) => void (now += ms) };
}

async function compare(
  cached: Analytics,
  uncached: Analytics,
  question: AskedQuestion,
  tally: Tally,
): Promise<void> {
  const kept = await answer(askIn(cached), question);
  await cached.cache?.tiers.settle();
  const computed = await answer(askIn(uncached), question);
  assert.deepEqual(toldBy(kept), toldBy(computed));
  const kind = `${question.field} ${laneOf(kept)}`;
  tally.set(kind, (tally.get(kind) ?? 0) + 1);
}
