/**
 * For tests: the law of changes. After every change and every drain, whole or not, what the aggregates answer equals what
 * the orders answer in the same snapshot; and after a drain that leaves nothing, every aggregate equals its definition.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createCoverage } from "../src/analytics/coverage.ts";
import type { Calendar } from "../src/analytics/period.ts";
import { createClock } from "../src/base/clock.ts";
import { createPool, type Pool, type Queryable } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import type { GraphqlResult } from "../src/graphql/execute.ts";
import { drain, drainAll } from "../src/precompute/drain.ts";
import { isEqual, verifyAggregates, type VerifyOptions } from "../src/precompute/verify.ts";
import { beginHistory, type History } from "./change_history.ts";
import { anyChange, type Change } from "./changes.ts";
import { anyQuestion, type AskedQuestion, type Catalogue } from "./any_question.ts";
import { askIn } from "./asking.ts";
import { answer, readCatalogue, toldBy } from "./fields_law.ts";
import { cutIn, directly } from "./lanes_law.ts";
import { createPast, type Past } from "./past.ts";
import { zones } from "./zones.ts";

type Step =
  | { readonly do: "change"; readonly change: Change }
  | { readonly do: "drain"; readonly batch: number }
  | { readonly do: "drain all" };

/** What is asked after a step, and a trend of whole days, which can also be compared with an earlier moment. */
interface Questions {
  readonly question: AskedQuestion;
  readonly trend: AskedQuestion;
}

/** What was tried, so that a test can see that everything was. */
export interface Tally {
  changes: number;
  drains: number;
  /** Answers that were as of their snapshot: of aggregates, and of the orders, where no aggregate knows. */
  exact: number;
  direct: number;
  /** Answers that said they were older, and those of them that were compared with what the orders had said then. */
  older: number;
  compared: number;
}

/** What a history happens to. */
interface Shop {
  readonly pool: Pool;
  readonly history: History;
  readonly calendar: Calendar;
  readonly now: Temporal.Instant;
  readonly past: Past;
  readonly tally: Tally;
}

/** A step of a history, and the question that is asked after it. */
type Command = fc.AsyncCommand<object, Shop>;

/** Fails where some history breaks the law; `runs` histories a zone, each of at most `steps` steps. */
export async function checkChanges(runs: number, steps: number): Promise<Tally> {
  const tally: Tally = { changes: 0, drains: 0, exact: 0, direct: 0, older: 0, compared: 0 };
  const catalogue = await catalogueAtFirst();
  for (const timeZone of zones) {
    const instant = cutIn(timeZone);
    const commands = fc.commands([anyCommand(catalogue, instant, timeZone)], {
      maxCommands: steps,
      size: "max",
    });
    await fc.assert(
      fc.asyncProperty(
        // Without bias: it would make nearly all histories short.
        fc.noBias(commands),
        // What fails shrinks to few of its steps, each as it was: to try simpler ones takes hundreds of runs more.
        fc.noShrink(instant),
        fc.noShrink(fc.constantFrom<1 | 7>(1, 7)),
        (commands, now, weekStart) => live({ timeZone, weekStart }, now, commands, tally),
      ),
      { numRuns: runs },
    );
  }
  return tally;
}

/** What every history begins with; some of it goes, and more comes. */
async function catalogueAtFirst(): Promise<Catalogue> {
  await using database = await testDatabase();
  await using _history = await beginHistory(database.url);
  return await readCatalogue(database.url);
}

function anyCommand(
  catalogue: Catalogue,
  instant: fc.Arbitrary<Temporal.Instant>,
  timeZone: string,
): fc.Arbitrary<Command> {
  const asked = fc.tuple(anyStep(instant), anyQuestions(catalogue, instant, timeZone));
  return fc.noShrink(asked).map(([step, questions]) => ({
    check: () => true,
    async run(_model, shop) {
      await take(step, shop);
      await shop.pool.snapshot("read", (transaction) => ask(transaction, shop, questions));
    },
    toString: () => JSON.stringify([step, questions]),
  }));
}

function anyStep(instant: fc.Arbitrary<Temporal.Instant>): fc.Arbitrary<Step> {
  return fc.oneof(
    {
      weight: 40,
      arbitrary: fc.record({ do: fc.constant("change" as const), change: anyChange(instant) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant("drain" as const), batch: fc.integer({ min: 1, max: 12 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("drain all" as const) }) },
  );
}

function anyQuestions(
  catalogue: Catalogue,
  instant: fc.Arbitrary<Temporal.Instant>,
  timeZone: string,
): fc.Arbitrary<Questions> {
  const dayStart = instant.map((at) => at.toZonedDateTimeISO(timeZone).startOfDay().toInstant());
  const metric = fc.constantFrom("CUSTOMERS", "CUSTOMERS", "REVENUE", "ORDERS", "AOV", "PROFIT", "UNITS");
  const trendOf = (cut: fc.Arbitrary<Temporal.Instant>) =>
    fc.tuple(fc.uniqueArray(cut, { minLength: 2, maxLength: 2, selector: String }), metric)
      .map(([cuts, metric]): AskedQuestion => {
        const [startDate, endDate] = cuts.toSorted(Temporal.Instant.compare).map(String);
        const variables = { period: "CUSTOM", dateRange: { startDate, endDate }, metric, compareTo: "NONE" };
        return { field: "salesTrends", parts: { customers: true, orders: true }, variables };
      });
  const anywhere = fc.oneof(instant, dayStart);
  return fc.record({
    question: fc.oneof(
      { weight: 1, arbitrary: trendOf(anywhere) },
      { weight: 4, arbitrary: anyQuestion(catalogue, anywhere) },
    ),
    trend: trendOf(dayStart),
  });
}

async function live(
  calendar: Calendar,
  now: Temporal.Instant,
  commands: Iterable<Command>,
  tally: Tally,
): Promise<void> {
  await using database = await testDatabase();
  await using history = await beginHistory(database.url);
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 60_000, name: "test" });
  const shop: Shop = { pool, history, calendar, now, past: createPast(pool), tally };
  try {
    await drainOn(shop);
    await fc.asyncModelRun(() => ({ model: {}, real: shop }), commands);
    await history.apply({ kind: "settle" });
    await drainOn(shop);
    await loadMuch(shop);
    await drainOn(shop);
    await assertVerified(pool);
  } finally {
    await shop.past.forget();
    await pool.close();
  }
}

/** What luck seldom brings: so much that answers are as of the drain before, which nothing has drained since. */
async function loadMuch(shop: Shop): Promise<void> {
  const { pool, history, calendar, tally } = shop;
  await history.apply({ kind: "load", at: "2011-05-10T03:30:00Z", hours: 60 });
  const [startDate, endDate] = ["2011-05-09", "2011-05-15"].map((day) =>
    Temporal.PlainDate.from(day).toZonedDateTime(calendar.timeZone).toInstant().toString()
  );
  const variables = {
    period: "CUSTOM",
    dateRange: { startDate, endDate },
    metric: "ORDERS",
    compareTo: "NONE",
  };
  const trend = { field: "salesTrends", parts: { customers: true, orders: true }, variables };
  const before = tally.compared;
  await pool.snapshot("read", (transaction) => ask(transaction, shop, { question: trend, trend }));
  assert.equal(tally.compared, before + 1);
}

async function take(step: Step, shop: Shop): Promise<void> {
  if (step.do === "change") {
    shop.tally.changes += 1;
    await shop.history.apply(step.change);
  } else {
    shop.tally.drains += 1;
    await drainOn(shop, step.do === "drain" ? step.batch : undefined);
  }
}

/** @param batch drains once; without it, until nothing is left */
async function drainOn({ pool, calendar, now, past }: Shop, batch?: number): Promise<void> {
  const options = { ...calendar, clock: createClock(now) };
  const done = batch === undefined ? await drainAll(pool, options) : await drain(pool, { ...options, batch });
  assert.ok(done);
  assert.deepEqual(done.failures, []);
  await past.note(done);
  // What is made from other aggregates must be right at every moment; the rest is read by the questions in between.
  await assertVerified(pool, { sample: 0 });
}

async function assertVerified(pool: Pool, options: VerifyOptions = {}): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool, options);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
}

async function ask(
  database: Queryable,
  { past, calendar, now, tally }: Shop,
  { question, trend }: Questions,
): Promise<void> {
  const clock = createClock(now);
  const direct = directly(database, calendar, clock);
  const fast = askIn({ ...direct, coverage: createCoverage(database, clock) });
  const quick = await answer(fast, question);
  const slow = await answer(askIn(direct), question);
  // Of what is gone, nobody says as of when.
  if (slow.errors) return assert.deepEqual(toldBy(quick), toldBy(slow));
  const [{ lane, asOf }, orders] = [provenanceOf(quick), provenanceOf(slow)];
  assert.equal(orders.lane, "DIRECT");
  if (asOf === orders.asOf) {
    tally[lane === "DIRECT" ? "direct" : "exact"] += 1;
    assert.deepEqual(toldBy(quick), toldBy(slow));
    return;
  }
  tally.older += 1;
  assert.equal(asOf, `${past.asOf()}`, "as of the last complete drain");
  const then = past.snapshot();
  // Ends that are cut off are read as they are now, so only whole days can be compared with what the orders said then.
  if (!then) return;
  const again = await answer(fast, trend);
  const source = provenanceOf(again).asOf === orders.asOf ? database : then;
  if (source === then) tally.compared += 1;
  assert.deepEqual(toldBy(again), toldBy(await answer(askIn(directly(source, calendar, clock)), trend)));
}

function provenanceOf({ extensions }: GraphqlResult): { readonly lane?: string; readonly asOf?: string } {
  return Object.values(extensions?.answers ?? {})[0] ?? {};
}
