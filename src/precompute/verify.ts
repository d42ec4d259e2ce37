/** Compares every aggregate with its definition, in one snapshot. */
import type { Parameters, Pool, Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import { type Aggregate, aggregates, columnList } from "./aggregates.ts";
import { definitionParameters } from "./rebuild.ts";

export interface Verified {
  readonly table: string;
  readonly rows: number;
  /** Rows that are missing from the table or hold something else there. */
  readonly missing: number;
  /** Rows of the table that the orders do not give. */
  readonly surplus: number;
  /** The first of both, as Postgres writes a row. */
  readonly examples: readonly string[];
}

export interface Verification {
  /** What the aggregates were last built from; undefined where they never were. */
  readonly asOf: Temporal.Instant | undefined;
  readonly tables: readonly Verified[];
}

interface StateRow {
  readonly as_of: Temporal.Instant | null;
  readonly time_zone: string | null;
  readonly week_start: 1 | 7 | null;
  readonly periods_end: Temporal.Instant | null;
}

export async function verifyAggregates(pool: Pool): Promise<Verification> {
  return await pool.snapshot("read", async (transaction) => {
    const [state] = await transaction.run<StateRow>(statement("precompute/state"));
    if (!state?.as_of || !state.time_zone || !state.week_start || !state.periods_end) {
      return { asOf: undefined, tables: [] };
    }
    const settings = { timeZone: state.time_zone, weekStart: state.week_start };
    const parameters = await definitionParameters(transaction, settings, state.periods_end);
    const tables: Verified[] = [];
    for (const aggregate of aggregates) {
      tables.push(await verifyOne(transaction, aggregate, parameters));
    }
    return { asOf: state.as_of, tables };
  });
}

const mostExamples = 5;

async function verifyOne(
  transaction: Queryable,
  { table, key, values, definition }: Aggregate,
  parameters: Parameters | undefined,
): Promise<Verified> {
  const columns = columnList([...key, ...values]);
  // Without orders the definition is over no range, and gives nothing.
  const defined = parameters
    ? definition
    : parseStatement(table, `select ${columns} from ${table} where false`);
  const text = `
    with defined as materialized (${defined.text}),
    missing as (select ${columns} from defined except all select ${columns} from ${table}),
    surplus as (select ${columns} from ${table} except all select ${columns} from defined)
    select
      (select count(*) from ${table})::float8 as rows,
      (select count(*) from missing)::float8 as missing,
      (select count(*) from surplus)::float8 as surplus,
      array(select 'missing ' || m::text from missing m limit ${mostExamples})
        || array(select 'surplus ' || s::text from surplus s limit ${mostExamples}) as examples`;
  const [row] = await transaction.run<Omit<Verified, "table">>(
    { ...defined, name: `verify ${table}`, text },
    parameters,
  );
  if (!row) throw new TypeError(`Cannot verify ${table}: no row came back`);
  return { table, ...row };
}
