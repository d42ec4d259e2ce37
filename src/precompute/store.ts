/** Making rows of an aggregate what its definition says: rows that are right already are left alone. */
import type { Parameters, Queryable } from "../db/pool.ts";
import { parseStatement, type Statement } from "../db/statements.ts";
import { type Aggregate, columnList } from "./aggregates.ts";

/** @returns a statement over the aggregate's scope, which takes what its definition takes */
export function storeScope(aggregate: Aggregate): Statement {
  const { table, key, values, scope, definition } = aggregate;
  const columns = columnList([...key, ...values]);
  const changed = values.map((column) => `${column} = excluded.${column}`).join(", ");
  return withParametersOf(
    definition,
    `store ${table}`,
    (defined) => `
    with rebuilt as materialized (${defined}),
    removed as (
      delete from ${table} a where ${scope} and not exists (select from rebuilt r where ${sameKey(key)})
    )
    insert into ${table} as a (${columns}) select ${columns} from rebuilt
    on conflict (${columnList(key)}) do update set ${changed}
    where (${columnList(values, "a.")}) is distinct from (${columnList(values, "excluded.")})`,
  );
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

/** @returns a statement that empties temporary tables at once: truncating each would cost more than what lies in them */
export function emptyTables(tables: readonly string[]): Statement {
  const deletes = tables.map((table, index) => `emptied_${index} as (delete from ${table})`);
  return parseStatement(`empty ${tables.join(", ")}`, `with ${deletes.join(", ")} select`);
}

// As texts where there may be none: that can be hashed, and "is not distinct from" cannot. None of them is empty.
function sameKey(key: readonly string[]): string {
  const nullable = new Set(["sales_rep_id", "customer_segment", "category_id", "prev_day"]);
  const comparable = (of: string, column: string) =>
    nullable.has(column) ? `coalesce(${of}.${column}::text, '')` : `${of}.${column}`;
  return key.map((column) => `${comparable("r", column)} = ${comparable("a", column)}`).join(" and ");
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
