/** Making rows of an aggregate what its definition says: rows that are right already are left alone. */
import type { Parameters, Queryable } from "../db/pool.ts";
import { parseStatement, type Statement } from "../db/statements.ts";
import { type Aggregate, type BaseAggregate, columnList } from "./aggregates.ts";

/** @returns a statement over the aggregate's scope; takes what its definition takes, and returns `written` */
export function storeScope(aggregate: Aggregate): Statement {
  return storeStatement(aggregate, aggregate.definition, `where ${aggregate.scope} and`);
}

/**
 * Makes rows of the aggregate's scope what its definition says; where the scope holds none yet, by appending, which is
 * several times as fast.
 * @returns a function that takes what the definition takes
 */
export function storeOrAppend(
  aggregate: Aggregate,
): (transaction: Queryable, parameters: Parameters) => Promise<void> {
  const isEmpty = isScopeEmpty(aggregate);
  const append = appendScope(aggregate);
  const store = storeScope(aggregate);
  return async (transaction, parameters) => {
    const [found] = await transaction.run<{ readonly is_empty: boolean }>(isEmpty, parameters);
    await transaction.run(found?.is_empty ? append : store, parameters);
  };
}

// In the order of the key, so that indexes grow at their end.
function appendScope({ table, key, values, definition }: Aggregate): Statement {
  const columns = columnList([...key, ...values]);
  return withParametersOf(
    definition,
    `append ${table}`,
    (defined) =>
      `insert into ${table} (${columns}) select ${columns} from (${defined}) d order by ${columnList(key)}`,
  );
}

// In the order of the key, so that its index is used, whatever was known of the table when it was planned.
function isScopeEmpty({ table, key, scope }: Aggregate): Statement {
  return parseStatement(
    `is ${table} empty`,
    `select not exists (select from ${table} a where ${scope} order by ${
      columnList(key)
    } limit 1) as is_empty`,
  );
}

/** @returns a statement over all rows, given a range that covers all that are defined; returns `written` */
export function storeWhole(aggregate: Aggregate): Statement {
  return storeStatement(aggregate, aggregate.definition, "where");
}

/** @returns a statement over the drained keys; returns `written` */
export function storeKeys(aggregate: BaseAggregate): Statement {
  const { definition, keys, on } = aggregate.keyed;
  return storeStatement(aggregate, definition, `using ${keys} k where ${equal(on, "k")} and`);
}

function storeStatement(aggregate: Aggregate, definition: Statement, those: string): Statement {
  const { table, key, values } = aggregate;
  const columns = columnList([...key, ...values]);
  const changed = values.map((column) => `${column} = excluded.${column}`).join(", ");
  return withParametersOf(
    definition,
    `store ${table}`,
    (defined) => `
    with rebuilt as materialized (${defined}),
    removed as (
      delete from ${table} a ${those} not exists (select from rebuilt r where ${equal(key, "r")})
      returning 1
    ),
    stored as (
      insert into ${table} as a (${columns}) select ${columns} from rebuilt
      on conflict (${columnList(key)}) do update set ${changed}
      where (${columnList(values, "a.")}) is distinct from (${columnList(values, "excluded.")})
      returning 1
    )
    select (select count(*) from removed)::integer + (select count(*) from stored)::integer as written`,
  );
}

// Equality can be hashed and "is not distinct from" cannot, so columns that are never null decide first.
function equal(columns: readonly string[], other: string): string {
  const nullable = new Set(["sales_rep_id", "customer_segment", "category_id", "prev_day", "prev_month"]);
  return columns
    .map((column) => `${other}.${column} ${nullable.has(column) ? "is not distinct from" : "="} a.${column}`)
    .join(" and ");
}

/**
 * Builds a statement around another one, with its parameters.
 * @param build given the other's text, returns one that may name more parameters as `:name`
 */
export function withParametersOf(
  inner: Statement,
  name: string,
  build: (text: string) => string,
): Statement {
  const named = inner.text.replaceAll(
    /\$(\d+)/g,
    (_, position) => `:${inner.parameters[Number(position) - 1]}`,
  );
  return parseStatement(name, build(named));
}
