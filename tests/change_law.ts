/**
 * For tests: the law of changes. After every change and every drain, whole or not, what the aggregates answer equals what
 * the orders answer in the same snapshot; and after a drain that leaves nothing, every aggregate equals its definition.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createCoverage } from "../src/analytics/coverage.ts";
import { type Calendar, type Period, type Span, spanOf } from "../src/analytics/period.ts";
import { categoryBreakdown, type ProductSort, topProducts } from "../src/analytics/products.ts";
import { type Metric, salesOverview, salesTrends } from "../src/analytics/sales.ts";
import type { Analytics } from "../src/analytics/analytics.ts";
import type { Answer } from "../src/analytics/answer.ts";
import { createClock } from "../src/base/clock.ts";
import { createPool, type Pool, type Queryable } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drain, drainAll } from "../src/precompute/drain.ts";
import { isEqual, verifyAggregates, type VerifyOptions } from "../src/precompute/verify.ts";
import { beginHistory, type History } from "./change_history.ts";
import { anyChange, type Change } from "./changes.ts";
import { cutIn, directly } from "./lanes_law.ts";
import { createPast, type Past } from "./past.ts";
import { zones } from "./zones.ts";

type Step =
  | { readonly do: "change"; readonly change: Change }
  | { readonly do: "drain"; readonly batch: number }
  | { readonly do: "drain all" };

interface Question {
  readonly field: "overview" | "trends" | "products" | "categories";
  readonly period: Period;
  readonly cuts: readonly [string, string];
  readonly metric: Metric;
  readonly sort: ProductSort;
}

/** What was tried, so that a test can see that everything was. */
export interface Tally {
  changes: number;
  drains: number;
  /** Answers that were as of their snapshot. */
  exact: number;
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
  const tally: Tally = { changes: 0, drains: 0, exact: 0, older: 0, compared: 0 };
  for (const timeZone of zones) {
    const instant = cutIn(timeZone);
    const commands = fc.commands([anyCommand(instant, timeZone)], { maxCommands: steps, size: "max" });
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

function anyCommand(instant: fc.Arbitrary<Temporal.Instant>, timeZone: string): fc.Arbitrary<Command> {
  const asked = fc.tuple(anyStep(instant), anyQuestion(instant, timeZone));
  return fc.noShrink(asked).map(([step, question]) => ({
    check: () => true,
    async run(_model, shop) {
      await take(step, shop);
      await shop.pool.snapshot("read", (transaction) => ask(transaction, shop, question));
    },
    toString: () => JSON.stringify([step, question]),
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

function anyQuestion(instant: fc.Arbitrary<Temporal.Instant>, timeZone: string): fc.Arbitrary<Question> {
  const dayStart = instant.map((at) => at.toZonedDateTimeISO(timeZone).startOfDay().toInstant());
  const cutsOf = (cut: fc.Arbitrary<Temporal.Instant>) =>
    fc.uniqueArray(cut, { minLength: 2, maxLength: 2, selector: String })
      .map((cuts) => cuts.toSorted(Temporal.Instant.compare).map(String) as [string, string]);
  return fc.record({
    field: fc.constantFrom<Question["field"]>("overview", "trends", "trends", "products", "categories"),
    period: fc.constantFrom<Period>("CUSTOM", "CUSTOM", "TODAY", "WEEK", "MONTH", "QUARTER", "YEAR"),
    cuts: fc.oneof(cutsOf(instant), cutsOf(dayStart)),
    metric: fc.constantFrom<Metric>("CUSTOMERS", "CUSTOMERS", "REVENUE", "ORDERS", "AOV"),
    sort: fc.constantFrom<ProductSort>("REVENUE", "UNITS", "PROFIT", "MARGIN"),
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
    await assertVerified(pool);
  } finally {
    await shop.past.forget();
    await pool.close();
  }
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
  question: Question,
): Promise<void> {
  const clock = createClock(now);
  const direct = directly(database, calendar, clock);
  const [from, to] = question.cuts.map((cut) => Temporal.Instant.from(cut));
  const range = from && to && question.period === "CUSTOM" ? { from, to } : undefined;
  const span = spanOf(question.period, range, now, calendar);
  const fast: Analytics = { ...direct, coverage: createCoverage(database, clock) };
  const quick = await answer(fast, span, question);
  const slow = await answer(direct, span, question);
  assert.deepEqual([quick.lane, slow.lane], ["AGGREGATE", "DIRECT"]);
  if (quick.asOf.equals(slow.asOf)) {
    tally.exact += 1;
    assert.deepEqual(quick.value, slow.value);
    return;
  }
  tally.older += 1;
  assert.equal(`${quick.asOf}`, `${past.asOf()}`, "as of the last complete drain");
  const then = past.snapshot();
  // Ends that are cut off are read as they are now, so only whole days can be compared with what the orders said then.
  const days = wholeDays(span, calendar);
  if (!then || !days) return;
  const trend = { ...question, field: "trends" } as const;
  const again = await answer(fast, days, trend);
  const source = again.asOf.equals(slow.asOf) ? database : then;
  if (source === then) tally.compared += 1;
  assert.deepEqual(again.value, (await answer(directly(source, calendar, clock), days, trend)).value);
}

function wholeDays({ range }: Span, calendar: Calendar): Span | undefined {
  const startOf = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(calendar.timeZone).startOfDay().toInstant();
  const [from, to] = [startOf(range.from), startOf(range.to)];
  return from.equals(to) ? undefined : spanOf("CUSTOM", { from, to }, to, calendar);
}

function answer(
  analytics: Analytics,
  span: Span,
  { field, metric, sort }: Question,
): Promise<Answer<unknown>> {
  switch (field) {
    case "overview":
      return salesOverview(analytics, span);
    case "trends":
      return salesTrends(analytics, span, metric);
    case "products":
      return topProducts(analytics, span, sort, 4);
    case "categories":
      return categoryBreakdown(analytics, span);
  }
}
