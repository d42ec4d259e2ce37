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

interface Round {
  /** Drained at once: what one change alone outdates. */
  readonly changes: readonly Change[];
  readonly edits: readonly Statement[];
  readonly refreshes: boolean;
  /** By number: what is asked after it. */
  readonly asked: readonly number[];
}

/** Two questions of each field, so that one can be kept while the other is outdated. */
const asEachField = [...fields, ...fields];

/** What names and groups sales, of one row that luck picks. */
const edits = [
  "update products set name = name || '.' where id = (select id from products order by md5(id::text || name) limit 1)",
  "update customers set name = name || '.' where id = (select id from customers order by md5(id::text || name) limit 1)",
  "update categories set name = name || '.' where id = (select id from categories order by md5(id::text || name) limit 1)",
  "update sales_representatives set name = name || '.'",
  "update sales_representatives set region = case region when 'West' then 'East' else 'West' end",
  "update sales_representatives set commission_rate = coalesce(commission_rate, 0) + 1",
  "insert into customers (name) select 'New ' || count(*) from customers",
].map((text) => parseStatement("edit", text));

/** Fails where some history breaks the law; `runs` histories of `rounds` rounds each. */
export async function checkCache(timeZone: string, runs: number, rounds: number): Promise<Tally> {
  const tally: Tally = new Map();
  const catalogue = await catalogueAtFirst();
  const instant = cutIn(timeZone);
  const questions = fc.tuple(...asEachField.map((field) => anyQuestion(catalogue, instant, [field])));
  const round: fc.Arbitrary<Round> = fc.record({
    changes: fc.array(anyChange(instant), { maxLength: 2 }),
    edits: fc.array(fc.constantFrom(...edits), { maxLength: 1 }),
    refreshes: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
    asked: fc.array(fc.nat({ max: asEachField.length - 1 }), { minLength: 4, maxLength: 8 }),
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
    for (const { changes, edits, refreshes, asked } of rounds) {
      await applyAll(history, changes);
      for (const edit of edits) await pool.run(edit);
      await drainAll(pool, { ...calendar, clock });
      if (refreshes) await refreshViews({ pool, log }, "all");
      // Longer than anything outdated is told.
      pass(3_000);
      for (const [turn, number] of asked.entries()) {
        const question = questions[number];
        const process = cached[turn % cached.length];
        if (!question || !process) throw new TypeError("Nothing to ask");
        await compare(process, uncached, question, tally);
      }
    }
  } finally {
    await pool.close();
  }
}

async function applyAll(history: History, changes: readonly Change[]): Promise<void> {
  for (const change of changes) await history.apply(change);
  await history.apply({ kind: "settle" });
}

/** Two processes with a tier that they share, on a clock that stands still. */
function processes(uncached: Analytics, pool: Pool) {
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
