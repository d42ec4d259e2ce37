/** Builds the aggregates from the orders, whole, in one transaction that sees one snapshot. */
import type { Clock } from "../base/clock.ts";
import type { Parameters, Pool, Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import { type Aggregate, aggregates, columnList } from "./aggregates.ts";

export interface PrecomputeOptions {
  readonly timeZone: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekStart: 1 | 7;
  readonly clock: Clock;
}

export interface Rebuilt {
  readonly asOf: Temporal.Instant;
  /** Rows written by table: those that were missing or different. */
  readonly written: Readonly<Record<string, number>>;
}

/**
 * Rows that are right already are left alone, so that a rebuild without changes writes next to nothing.
 * @returns undefined where another process is rebuilding right now
 */
export async function rebuildAggregates(
  pool: Pool,
  options: PrecomputeOptions,
): Promise<Rebuilt | undefined> {
  try {
    return await pool.snapshot("write", (transaction) => rebuildIn(transaction, options));
  } catch (error) {
    if (isLockTaken(error)) return undefined;
    throw error;
  }
}

const lockNotAvailable = "55P03";

/** @returns whether the error says that someone else holds a lock that was not waited for, or not for longer */
export function isLockTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === lockNotAvailable;
}

async function rebuildIn(transaction: Queryable, options: PrecomputeOptions): Promise<Rebuilt> {
  await transaction.run(statement("precompute/lock_state"));
  const now = options.clock.business();
  const parameters = await definitionParameters(transaction, options, now);
  const written: Record<string, number> = {};
  for (const aggregate of aggregates) {
    written[aggregate.table] = parameters
      ? await rebuildOne(transaction, aggregate, parameters)
      : await empty(transaction, aggregate);
  }
  const [row] = await transaction.run<{ readonly as_of: Temporal.Instant }>(
    statement("precompute/finish_rebuild"),
    { zone: options.timeZone, week_start: options.weekStart, now },
  );
  if (!row) throw new TypeError("precompute_state must hold its one row");
  return { asOf: row.as_of, written };
}

interface DataRange {
  /** Null where there are no orders; the others then too. */
  readonly first_day: string | null;
  readonly last_day: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** @returns what every definition takes, over all days that hold orders; undefined where there are none */
export async function definitionParameters(
  database: Queryable,
  options: Pick<PrecomputeOptions, "timeZone" | "weekStart">,
  now: Temporal.Instant,
): Promise<Parameters | undefined> {
  const [range] = await database.run<DataRange>(statement("precompute/data_range"), {
    zone: options.timeZone,
  });
  if (!range?.first_day) return undefined;
  return { ...range, first_day: range.first_day, now, zone: options.timeZone, week_start: options.weekStart };
}

async function rebuildOne(
  transaction: Queryable,
  aggregate: Aggregate,
  parameters: Parameters,
): Promise<number> {
  const { table, key, nullable, values, definition } = aggregate;
  const columns = columnList([...key, ...values]);
  const run = (text: string, given?: Parameters) =>
    transaction.run(parseStatement(`rebuild ${table}`, text), given);
  await run(`create temporary table rebuilt (like ${table} including defaults) on commit drop`);
  await transaction.run(
    { ...definition, text: `insert into rebuilt (${columns}) ${definition.text}` },
    parameters,
  );
  await run("analyze rebuilt");
  // Equality can be hashed and "is not distinct from" cannot: without it a rebuild would be quadratic.
  const same = (column: string) => column === nullable ? "is not distinct from" : "=";
  const sameKey = key.map((column) => `r.${column} ${same(column)} a.${column}`).join(" and ");
  const removed = await run(
    `delete from ${table} a where not exists (select from rebuilt r where ${sameKey}) returning 1 as row`,
  );
  const stored = await run(`
    insert into ${table} as a (${columns}) select ${columns} from rebuilt
    on conflict (${columnList(key)}) do update
    set ${values.map((column) => `${column} = excluded.${column}`).join(", ")}, updated_at = now()
    where (${columnList(values, "a.")}) is distinct from (${columnList(values, "excluded.")})
    returning 1 as row`);
  await run("drop table rebuilt");
  return removed.length + stored.length;
}

async function empty(transaction: Queryable, { table }: Aggregate): Promise<number> {
  const removed = await transaction.run(
    parseStatement(`empty ${table}`, `delete from ${table} returning 1 as row`),
  );
  return removed.length;
}
