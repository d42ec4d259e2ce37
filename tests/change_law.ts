/**
 * For tests: the law of changes. After every change and every drain, whole or not, what the aggregates answer equals what
 * the orders answer in the same snapshot; and after a drain that leaves nothing, every aggregate equals its definition.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import postgres from "postgres";
import { createCoverage } from "../src/analytics/coverage.ts";
import { type Calendar, type Period, type Span, spanOf } from "../src/analytics/period.ts";
import { categoryBreakdown, type ProductSort, topProducts } from "../src/analytics/products.ts";
import { type Metric, salesOverview, salesTrends } from "../src/analytics/sales.ts";
import type { Analytics } from "../src/analytics/analytics.ts";
import type { Answer } from "../src/analytics/answer.ts";
import { createClock } from "../src/base/clock.ts";
import { createPool, type Pool, type Queryable } from "../src/db/pool.ts";
import { testDatabase } from "../src/dev/test_database.ts";
import { drain, drainAll, type Drained } from "../src/precompute/drain.ts";
import { isEqual, verifyAggregates } from "../src/precompute/verify.ts";
import { anyChange, beginHistory, type Change } from "./change_history.ts";
import { cutIn, directly } from "./lanes_law.ts";

const zones = [
  "UTC",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
] as const;

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

/** Fails where some history breaks the law; `runs` histories a zone, each of at most `steps` steps. */
export async function checkChanges(runs: number, steps: number): Promise<Tally> {
  const tally: Tally = { changes: 0, drains: 0, exact: 0, older: 0, compared: 0 };
  for (const timeZone of zones) {
    const instant = cutIn(timeZone);
    // Without bias: it would make nearly all histories short.
    const history = fc.noBias(fc.array(fc.tuple(anyStep(instant), anyQuestion(instant, timeZone)), {
      minLength: 1,
      maxLength: steps,
      size: "max",
    }));
    await fc.assert(
      fc.asyncProperty(instant, fc.constantFrom<1 | 7>(1, 7), history, async (now, weekStart, steps) => {
        await live({ timeZone, weekStart }, now, steps, tally);
      }),
      { numRuns: runs },
    );
  }
  return tally;
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
    { weight: 1, arbitrary: fc.record({ do: fc.constant("drain all" as const) }) },
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
  steps: readonly (readonly [Step, Question])[],
  tally: Tally,
): Promise<void> {
  await using database = await testDatabase();
  const connect = () => postgres(database.url, { max: 1, onnotice: () => {} });
  const [sql, late] = [connect(), connect()];
  const pool = createPool({ url: database.url, size: 3, deadlineMs: 60_000, name: "test" });
  const options = { ...calendar, clock: createClock(now) };
  const past = createPast(pool);
  try {
    const { apply } = await beginHistory(sql, late);
    await past.note(await drainAll(pool, options));
    for (const [step, question] of steps) {
      if (step.do === "change") {
        await apply(step.change);
        tally.changes += 1;
      } else {
        tally.drains += 1;
        const done = step.do === "drain"
          ? await drain(pool, { ...options, batch: step.batch })
          : await drainAll(pool, options);
        assert.ok(done);
        assert.deepEqual(done.failures, []);
        await past.note(done);
        if (step.do === "drain all") await assertVerified(pool);
      }
      await pool.snapshot("read", (transaction) => ask(transaction, past, calendar, now, question, tally));
    }
    await apply({ kind: "settle" });
    await past.note(await drainAll(pool, options));
    await assertVerified(pool);
  } finally {
    await past.forget();
    await Promise.all([sql.end(), late.end(), pool.close()]);
  }
}

async function ask(
  database: Queryable,
  past: Past,
  calendar: Calendar,
  now: Temporal.Instant,
  question: Question,
  tally: Tally,
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

/** The shop as the last complete drain left it: a transaction whose snapshot is kept. */
interface Past {
  note(done: Drained): Promise<void>;
  asOf(): Temporal.Instant | undefined;
  /** Undefined where drains have gone on from there since. */
  snapshot(): Queryable | undefined;
  forget(): Promise<void>;
}

function createPast(pool: Pool): Past {
  let asOf: Temporal.Instant | undefined;
  let kept: { readonly transaction: Queryable; readonly end: () => Promise<void> } | undefined;
  async function forget(): Promise<void> {
    await kept?.end();
    kept = undefined;
  }
  return {
    async note(done) {
      await forget();
      if (done.left > 0) return;
      asOf = done.asOf;
      const opened = Promise.withResolvers<Queryable>();
      const release = Promise.withResolvers<void>();
      const running = pool.snapshot("read", async (transaction) => {
        // A transaction has its snapshot from its first statement on.
        await transaction.run({ name: "take a snapshot", text: "select", parameters: [] });
        opened.resolve(transaction);
        await release.promise;
      });
      const end = () => (release.resolve(), running);
      kept = { transaction: await opened.promise, end };
    },
    asOf: () => asOf,
    snapshot: () => kept?.transaction,
    forget,
  };
}

async function assertVerified(pool: Pool): Promise<void> {
  const { asOf, tables } = await verifyAggregates(pool);
  assert.ok(asOf);
  assert.deepEqual(tables.filter((table) => !isEqual(table)), []);
}
