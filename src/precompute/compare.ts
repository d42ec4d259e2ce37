/** Comparing rows of an aggregate with what its definition gives, in one statement. */
import type { Parameters, Queryable } from "../db/pool.ts";
import type { Statement } from "../db/statements.ts";
import { type Aggregate, aggregates, columnList } from "./aggregates.ts";
import { withParametersOf } from "./store.ts";
import { waitingOf } from "./waiting.ts";

/** What an aggregate is kept by, and so in which pieces it can be compared. */
export type Grain = "days" | "months" | "years" | "products";

export interface Compared {
  /** Rows of the table that were compared. */
  readonly rows: number;
  /** Rows that the table lacks, or holds with other values. */
  readonly missing: number;
  /** Rows of the table that should not be there. */
  readonly surplus: number;
  /** Those of `missing` that are there, with other values. */
  readonly differing: number;
  /** Rows that differ, as they may: the next drain rebuilds them (docs/ARCHITECTURE.md). */
  readonly waiting: number;
  /** The days (of what is kept by months: the months' first days) of those that differ and do not wait. */
  readonly days: readonly string[];
  /** The first of these: their keys, and what differs. */
  readonly examples: readonly string[];
}

export const mostExamples = 5;

export function grainOf({ key }: Aggregate): Grain {
  if (key.includes("month") || key.includes("span")) return "months";
  if (key.includes("until")) return "years";
  return key.includes("day") || key.includes("metric_hour") ? "days" : "products";
}

/** @returns the table, and where two are kept in one the columns as well */
export function nameOf({ table, values }: Aggregate): string {
  const first = aggregates.find((other) => other.table === table);
  return first?.values === values ? table : `${table}.${values.join(".")}`;
}

interface Row extends Omit<Compared, "examples"> {
  readonly examples: readonly Example[];
}

interface Example {
  readonly key: readonly (string | null)[];
  readonly is_stored: boolean;
  readonly is_defined: boolean;
  /** What differs: a column, what is stored and what should be. */
  readonly values: readonly (readonly [string, string | null, string | null] | null)[];
}

/** @param parameters of the definition, and for what is kept by days its `zone`, `first_day`, `end_day`, `from` and `to` */
export async function compare(
  transaction: Queryable,
  aggregate: Aggregate,
  parameters: Parameters,
): Promise<Compared> {
  const [row] = await transaction.run<Row>(comparisonOf(aggregate), parameters);
  if (!row) throw new TypeError(`Cannot compare ${aggregate.table}: no row came back`);
  return { ...row, examples: row.examples.map((example) => describe(aggregate, example)) };
}

function describe(aggregate: Aggregate, { key, is_stored, is_defined, values }: Example): string {
  const named = aggregate.key.map((column, index) => `${column}=${key[index] ?? "null"}`).join(" ");
  const source = aggregate.madeFrom === "orders" ? "orders say" : "should be";
  const differing = values.filter((value) => value !== null);
  if (is_stored && is_defined) {
    const both = differing.map(([column, stored, defined]) =>
      `${column}: stored ${shown(stored)}, ${source} ${shown(defined)}`
    );
    return `${named} ${both.join("; ")}`;
  }
  const one = differing.map(([column, stored, defined]) => `${column} ${shown(stored ?? defined)}`).join(
    ", ",
  );
  return is_stored ? `${named} is surplus: stored ${one}` : `${named} is missing: ${source} ${one}`;
}

function shown(value: string | null): string {
  if (value !== null && /^[01]{512,}$/.test(value)) return `a set of ${value.replaceAll("0", "").length}`;
  // Sums of numerics end with zeros that say nothing.
  return value === null ? "null" : value.replace(/^(-?\d+\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

const statements = new Map<Aggregate, Statement>();

function comparisonOf(aggregate: Aggregate): Statement {
  let found = statements.get(aggregate);
  if (!found) statements.set(aggregate, found = buildComparison(aggregate));
  return found;
}

// Grouping takes nulls for equal, as the keys of the aggregates do; a join would not.
function buildComparison(aggregate: Aggregate): Statement {
  const { table, key, values, definition, scope } = aggregate;
  const columns = columnList([...key, ...values]);
  const keys = columnList(key);
  const both = values.map((column) =>
    `(array_agg(${column}) filter (where is_stored))[1] as stored_${column},
      (array_agg(${column}) filter (where not is_stored))[1] as defined_${column}`
  );
  const distinct = values.map((column) =>
    `case when stored_${column} is distinct from defined_${column} then
        jsonb_build_array('${column}', stored_${column}::text, defined_${column}::text) end`
  );
  const day = dayOf(aggregate);
  const { tables, waits } = waitingOf(aggregate);
  return withParametersOf(definition, `verify ${nameOf(aggregate)}`, (defined) => `
    with ${tables}
    compared as (
      select true as is_stored, ${columns} from ${table} a where ${scope}
      union all
      select false, ${columns} from (${defined}) defined
    ),
    unequal as (
      select bool_and(is_stored) as is_stored, ${columns} from compared group by ${columns} having count(*) = 1
    ),
    differences as materialized (
      select ${keys}, bool_or(is_stored) as is_stored, bool_or(not is_stored) as is_defined, ${both.join()}
      from unequal
      group by ${keys}
    ),
    judged as materialized (select d.*, ${day} as day_of_row, (${waits}) as waits from differences d)
    select
      (select count(*) from ${table} a where ${scope})::float8 as rows,
      count(*) filter (where not waits and is_defined)::float8 as missing,
      count(*) filter (where not waits and not is_defined)::float8 as surplus,
      count(*) filter (where not waits and is_stored and is_defined)::float8 as differing,
      count(*) filter (where waits)::float8 as waiting,
      array(
        select distinct day_of_row::text from judged where not waits and day_of_row is not null order by 1
      ) as days,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'is_stored', is_stored, 'is_defined', is_defined,
          'key', jsonb_build_array(${key.map((column) => `${column}::text`).join()}),
          'values', jsonb_build_array(${distinct.join()})) order by ${keys})
        from (select * from judged where not waits order by ${keys} limit ${mostExamples}) e
      ), '[]') as examples
    from judged`);
}

function dayOf({ key }: Aggregate): string {
  if (key.includes("metric_hour")) return "day_of(d.metric_hour, :zone::text)";
  const column = key.find((name) => ["day", "month", "first_day", "until"].includes(name));
  return column === undefined ? "null::date" : `d.${column}`;
}
