/** Proves that every aggregate equals its definition: what a drain stores, compared instead, in one snapshot. */
import type { Parameters, Pool, Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { type Aggregate, aggregates } from "./aggregates.ts";
import { compare, type Compared, grainOf, mostExamples, nameOf } from "./compare.ts";
import { type Day, spansOf } from "./rebuild_days.ts";

export interface Verified extends Compared {
  readonly table: string;
  /** The table, and where another aggregate is kept in it too the columns. */
  readonly name: string;
}

export interface Verification {
  /** Every change committed before it is in the aggregates; undefined where they are not built, and nothing is compared. */
  readonly asOf: Temporal.Instant | undefined;
  readonly tables: readonly Verified[];
  /** Changes whose rebuild failed: the reasons, each with how many. They wait, and questions read them from the orders. */
  readonly setAside: readonly { readonly reason: string; readonly changes: number }[];
  /** The days that were compared of what is kept by hours and days, where not all were. */
  readonly sampled: readonly string[] | undefined;
}

export interface VerifyOptions {
  /** The first and the last day to compare, such as 2024-01-31, in the aggregates' time zone; undefined: all there are. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Compares so many days of these, chosen at random; of what is kept by months, still all. */
  readonly sample?: number | undefined;
  /** Told after each comparison. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Changes nothing, and may run beside writers and drains; the jobs that move or archive months try again after it. */
export async function verifyAggregates(pool: Pool, options: VerifyOptions = {}): Promise<Verification> {
  return await pool.snapshot("read", async (transaction) => {
    await transaction.run(statement("verify/hold"));
    const [state] = await transaction.run<AggregatesState>(statement("precompute/state"));
    if (!isBuilt(state)) return { asOf: undefined, tables: [], setAside: [], sampled: undefined };
    const days = await daysOf(transaction, state.time_zone, options);
    const chosen = options.sample === undefined ? days : chooseDays(days, options.sample);
    const tables = await compareAll(transaction, state, {
      days: chosen,
      months: monthsOf(days),
      onProgress: options.onProgress,
    });
    const sampled = chosen.length < days.length ? chosen.map(({ day }) => day) : undefined;
    const setAside = await transaction.run<Verification["setAside"][number]>(statement("verify/set_aside"));
    return { asOf: state.as_of, tables, setAside, sampled };
  });
}

/** @returns whether every row compared is right, or waits for the drain */
export function isEqual({ missing, surplus }: Pick<Compared, "missing" | "surplus">): boolean {
  return missing === 0 && surplus === 0;
}

interface AggregatesState {
  readonly as_of: Temporal.Instant | null;
  readonly time_zone: string | null;
  readonly closed_before: Temporal.Instant | null;
}

export interface BuiltState extends AggregatesState {
  readonly as_of: Temporal.Instant;
  readonly time_zone: string;
}

export function isBuilt(state: AggregatesState | undefined): state is BuiltState {
  return state !== undefined && state.as_of !== null && state.time_zone !== null;
}

/** @returns the days that orders or aggregates lie in, and those between, in order */
export async function daysOf(
  transaction: Queryable,
  zone: string,
  { from, to }: Pick<VerifyOptions, "from" | "to"> = {},
): Promise<readonly Day[]> {
  const [range] = await transaction.run<
    { readonly first_day: string | null; readonly last_day: string | null }
  >(
    statement("verify/range"),
    { zone },
  );
  if (!range?.first_day || !range.last_day) return [];
  // ISO days sort as text.
  const first_day = from !== undefined && from > range.first_day ? from : range.first_day;
  const last_day = to !== undefined && to < range.last_day ? to : range.last_day;
  return await transaction.run<Day>(statement("verify/days"), { first_day, last_day, zone });
}

/** Months in a row that are compared in one statement. */
export interface Months {
  readonly first_day: string;
  readonly end_day: string;
}

const monthsAtOnce = 12;

/** @returns the months that the days, which are in order and without gaps, lie in */
export function monthsOf(days: readonly Day[]): readonly Months[] {
  const [first, last] = [days.at(0), days.at(-1)];
  if (!first || !last) return [];
  const end = Temporal.PlainDate.from(last.day).with({ day: 1 }).add({ months: 1 });
  const months: Months[] = [];
  let month = Temporal.PlainDate.from(first.day).with({ day: 1 });
  while (Temporal.PlainDate.compare(month, end) < 0) {
    const next = month.add({ months: monthsAtOnce });
    const until = Temporal.PlainDate.compare(next, end) < 0 ? next : end;
    months.push({ first_day: month.toString(), end_day: until.toString() });
    month = until;
  }
  return months;
}

function chooseDays(days: readonly Day[], count: number): readonly Day[] {
  const left = [...days];
  const chosen: Day[] = [];
  while (chosen.length < count && left.length > 0) {
    chosen.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  }
  return chosen.sort((one, other) => one.day < other.day ? -1 : 1);
}

export interface Extent {
  /** In order. */
  readonly days: readonly Day[];
  readonly months: readonly Months[];
  readonly onProgress?: VerifyOptions["onProgress"];
}

/** Compares what is kept by hours and days on `days`, what is kept by months over `months`, of years, and of products. */
export async function compareAll(
  transaction: Queryable,
  { time_zone: zone, closed_before }: BuiltState,
  { days, months, onProgress = () => {} }: Extent,
): Promise<readonly Verified[]> {
  await transaction.run(statement("verify/plan"));
  const years = await transaction.run<{ readonly until: string }>(statement("verify/years_to_date"));
  const spans = spansOf(days);
  const open = spansOf(openDays(days, closed_before));
  const partsOf = (aggregate: Aggregate): readonly Parameters[] => {
    switch (grainOf(aggregate)) {
      case "days":
        return (aggregate.madeFrom === "orders" ? open : spans).map((span) => ({ ...span, zone }));
      case "months":
        return months.map((part) => ({ ...part }));
      case "years":
        return years.map(({ until }) => ({ until }));
      case "products":
        return [{}];
    }
  };
  const work = aggregates.map((aggregate) => ({ aggregate, parts: partsOf(aggregate) }));
  const total = work.reduce((sum, { parts }) => sum + parts.length, 0);
  let done = 0;
  const tables: Verified[] = [];
  for (const { aggregate, parts } of work) {
    let sum = nothing;
    for (const part of parts) {
      sum = add(sum, await compare(transaction, aggregate, part));
      onProgress(++done, total);
    }
    tables.push({ table: aggregate.table, name: nameOf(aggregate), ...sum });
  }
  return tables;
}

/** @returns the days whose orders are all there: aggregates of archived ones are kept as they are */
export function openDays(days: readonly Day[], closedBefore: Temporal.Instant | null): readonly Day[] {
  return closedBefore ? days.filter(({ lo }) => Temporal.Instant.compare(lo, closedBefore) >= 0) : days;
}

const nothing: Compared = {
  rows: 0,
  missing: 0,
  surplus: 0,
  differing: 0,
  waiting: 0,
  days: [],
  examples: [],
};

function add(one: Compared, other: Compared): Compared {
  return {
    rows: one.rows + other.rows,
    missing: one.missing + other.missing,
    surplus: one.surplus + other.surplus,
    differing: one.differing + other.differing,
    waiting: one.waiting + other.waiting,
    days: [...one.days, ...other.days],
    examples: [...one.examples, ...other.examples].slice(0, mostExamples),
  };
}
