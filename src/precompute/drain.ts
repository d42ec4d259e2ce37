/**
 * The drain: takes touched rows and rebuilds what they name from orders and lines, in one transaction that sees one
 * snapshot. Every change that the snapshot sees has its touched row in the same snapshot; every later one brings its own.
 */
import type { Clock } from "../base/clock.ts";
import { UnavailableError } from "../base/errors.ts";
import type { Pool, Transaction } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { productCategories } from "./aggregates.ts";
import { attempt } from "./attempt.ts";
import { beginBuild, buildRound, endBuild, type Piece, piecesLeft } from "./build.ts";
import { moveProducts } from "./categories.ts";
import { isLockTaken } from "./lock.ts";
import { type Day, rebuildDays, spansOf } from "./rebuild_days.ts";
import { keySpansOf, rebuildKeys } from "./rebuild_keys.ts";
import { requireSettings } from "./settings.ts";
import { salesTags, tagsByKind } from "./tags.ts";
import { addYearToDate } from "./years.ts";

export interface DrainOptions {
  readonly timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekStart: 1 | 7;
  readonly clock: Clock;
  /** Most rows that name a key, taken at once; whole days are taken a month at a time. */
  readonly batch?: number;
  /** How long pieces of a build are begun at once, in milliseconds; progress is told between. */
  readonly buildMs?: number;
}

export interface Drained {
  /** Every change committed before it is in the aggregates; undefined until they are complete for the first time. */
  readonly asOf: Temporal.Instant | undefined;
  readonly generation: number;
  /** Touched rows taken. */
  readonly taken: number;
  /** Touched rows that wait, but for those set aside. */
  readonly left: number;
  /** Touched rows whose rebuild failed, and which wait to be tried again. */
  readonly setAside: number;
  /** Why some failed in this drain. */
  readonly failures: readonly string[];
}

const usualBatch = 10_000;
// Rows beside which what can wait is not made as well.
const largeBatch = 1_000;
// While all drains have something to take, one in so many makes what can wait: after a build that is a hundred sums of all
// products, which beside each drain would double its time for as long as a minute.
const oneIn = 20;
// A process that is stopped finishes what it has begun.
const usualBuildMs = 5_000;

/**
 * Drains one batch.
 * @returns undefined where another process is draining right now
 * @throws UsageError where the aggregates are cut for another zone or first day of the week
 */
export async function drain(pool: Pool, options: DrainOptions): Promise<Drained | undefined> {
  try {
    return await buildAndDrain(pool, options);
  } catch (error) {
    if (isLockTaken(error)) return undefined;
    throw error;
  }
}

/**
 * Drains until nothing is left that can be.
 * @param onProgress told after each batch
 * @throws UnavailableError where another process is draining
 */
export async function drainAll(
  pool: Pool,
  options: DrainOptions,
  onProgress: (done: Drained) => void = () => {},
): Promise<Drained> {
  for (;;) {
    const done = await drain(pool, options);
    if (!done) {
      throw new UnavailableError("Cannot drain: another process is draining; stop it, or wait for it");
    }
    onProgress(done);
    if (done.left === 0) return done;
  }
}

/** Drains one batch, once nothing is left to build. */
async function buildAndDrain(pool: Pool, options: DrainOptions): Promise<Drained> {
  const { timeZone: zone, buildMs = usualBuildMs } = options;
  const end = performance.now() + buildMs;
  const failures: string[] = [];
  let built = 0;
  let soFar: Drained | undefined;
  for (;;) {
    try {
      const done = await pool.snapshot("write", (transaction) => drainIn(transaction, options));
      if (!("pieces" in done)) {
        return { ...done, taken: built + done.taken, failures: [...failures, ...done.failures] };
      }
      const { pieces, generation, left, set_aside: setAside } = done;
      const round = await buildRound(pool, pieces, {
        zone,
        end,
        rebuildTaken: (transaction) =>
          rebuildTaken(transaction, { zone, building: true, longestSpan: Infinity }),
      });
      built += round.built;
      failures.push(...round.failures);
      soFar = { asOf: undefined, generation, taken: built, left: left - round.built, setAside, failures };
      // What was touched meanwhile is drained even where that is nothing: it ends the build.
      if (performance.now() >= end && soFar.left > 0) return soFar;
    } catch (error) {
      // Another process goes on; what was built before is told all the same.
      if (soFar && isLockTaken(error)) return soFar;
      throw error;
    }
  }
}

/** What is left to build, which comes before anything is drained. */
interface Unbuilt extends Remaining {
  readonly pieces: readonly Piece[];
  readonly generation: number;
}

interface StateRow {
  readonly as_of: Temporal.Instant | null;
  readonly time_zone: string | null;
  readonly week_start: 1 | 7 | null;
  readonly closed_before: Temporal.Instant | null;
  readonly generation: number;
}

async function drainIn(transaction: Transaction, options: DrainOptions): Promise<Drained | Unbuilt> {
  const { timeZone: zone, clock, batch = usualBatch } = options;
  await transaction.run(statement("precompute/lock"));
  await transaction.run(statement("drain/begin"));
  const [state] = await transaction.run<StateRow>(statement("drain/lead"));
  if (!state) throw new TypeError("precompute_state must hold its one row");
  if (state.time_zone === null) await beginAnew(transaction, options);
  else requireSettings(options, state);

  const building = state.as_of === null;
  const pieces = building ? await piecesLeft(transaction) : [];
  if (pieces.length > 0) {
    const { generation } = state;
    await transaction.run(statement("drain/finish"), { generation, today: null, outcome: "some" });
    return { pieces, generation, ...await remaining(transaction) };
  }
  const { rows: taken, products, longestSpan } = await take(transaction, zone, batch);
  const today = clock.business().toZonedDateTimeISO(zone).toPlainDate().toString();
  const failures = products ? await moveTaken(transaction) : [];
  if (taken > 0) failures.push(...await rebuildTaken(transaction, { zone, building: false, longestSpan }));
  const { left, set_aside: setAside } = await remaining(transaction);
  const isBuilt = building && left === 0;
  const generation = isBuilt || taken > 0 ? state.generation + 1 : state.generation;
  const hasTime = taken === 0 || (taken < largeBatch && generation % oneIn === 0);
  if (!building && left === 0 && hasTime) await addYearToDate(transaction, today);
  if (taken > 0) await noteGenerations(transaction, generation);
  if (isBuilt) await endBuild(transaction);
  const outcome = left + setAside === 0 ? "all" : left === 0 ? "built" : "some";
  const [done] = await transaction.run<{ readonly as_of: Temporal.Instant | null }>(
    statement("drain/finish"),
    { generation, today, outcome },
  );
  return { asOf: done?.as_of ?? undefined, generation, taken, left, setAside, failures };
}

interface Remaining {
  readonly left: number;
  readonly set_aside: number;
}

async function remaining(transaction: Transaction): Promise<Remaining> {
  const [row] = await transaction.run<Remaining>(statement("drain/left"));
  return row ?? { left: 0, set_aside: 0 };
}

/** Leaves everything to be built anew, under the given settings, by the drains that follow. */
export async function beginAnew(
  transaction: Transaction,
  { timeZone, weekStart }: Pick<DrainOptions, "timeZone" | "weekStart">,
): Promise<void> {
  await transaction.run(statement("drain/forget_marks"));
  await beginBuild(transaction, timeZone);
  await transaction.run(statement("drain/begin_anew"), { zone: timeZone, week_start: weekStart });
}

interface Taken {
  readonly rows: number;
  /** Whether products are among them, which may have moved. */
  readonly products: boolean;
  /** Most days that are rebuilt at once. */
  readonly longestSpan: number;
}

async function take(transaction: Transaction, zone: string, batch: number): Promise<Taken> {
  const [ranges] = await transaction.run<{ readonly taken: number; readonly few: boolean }>(
    statement("drain/take_ranges"),
  );
  const longestSpan = ranges?.few ? Infinity : 31;
  const [keys] = await transaction.run<{ readonly taken: number; readonly products: boolean }>(
    statement("drain/take_keys"),
    { zone, batch },
  );
  return { rows: (ranges?.taken ?? 0) + (keys?.taken ?? 0), products: keys?.products ?? false, longestSpan };
}

interface DayRow extends Day {
  readonly whole: boolean;
}

interface RebuildOptions extends Pick<Taken, "longestSpan"> {
  readonly zone: string;
  readonly building: boolean;
}

/** @returns why products could not be moved: they are looked for again later */
async function moveTaken(transaction: Transaction): Promise<string[]> {
  const moved = await attempt(transaction, () => moveProducts(transaction));
  if (moved.done) return [];
  await transaction.run(statement("drain/set_moves_aside"), { reason: moved.reason });
  return [`${productCategories.table}: ${moved.reason}`];
}

/** @returns why some days could not be rebuilt; these are set aside, and the others are done */
async function rebuildTaken(transaction: Transaction, options: RebuildOptions): Promise<string[]> {
  const { zone } = options;
  await transaction.run(statement("drain/find_days"), { zone });
  await transaction.run(statement("drain/set_days"));
  const days = await transaction.run<DayRow>(statement("drain/days"));
  const isWhole = await attempt(transaction, async () => {
    for (const span of keySpansOf(days.filter(({ whole }) => !whole))) {
      await rebuildKeys(transaction, span, zone);
    }
    const spans = spansOf(days.filter(({ whole }) => whole), options.longestSpan);
    for (const span of spans) await rebuildDays(transaction, span, options);
  });
  if (isWhole.done) return [];
  const failures: string[] = [];
  for (const day of days) {
    const rebuilt = await attempt(transaction, async () => {
      for (const span of spansOf([day])) {
        if (day.whole) await rebuildDays(transaction, span, options);
        else await rebuildKeys(transaction, span, zone);
      }
    });
    if (rebuilt.done) continue;
    await transaction.run(statement("drain/set_aside"), { day: day.day, reason: rebuilt.reason });
    failures.push(`${day.day}: ${rebuilt.reason}`);
  }
  return failures;
}

async function noteGenerations(transaction: Transaction, generation: number): Promise<void> {
  const pairs = Object.entries(tagsByKind).flatMap(([kind, tags]) => tags.map((tag) => ({ kind, tag })));
  await transaction.run(statement("drain/note_generations"), {
    generation,
    sales_tags: salesTags,
    kinds: pairs.map(({ kind }) => kind),
    tags: pairs.map(({ tag }) => tag),
  });
}
