/** One connection for long work on a whole table: no deadline, and locks that last as long as it does. */
import postgres from "postgres";
import type { Parameters, Queryable, Row } from "./pool.ts";
import type { Statement } from "./statements.ts";

export interface Session extends Queryable {
  /** Runs `work` in one transaction, READ COMMITTED, and rolls back when it throws. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Ends the connection; a statement that still runs is given up. */
  close(): Promise<void>;
}

/** @param options `name` is shown in `pg_stat_activity`; parameters and rows are texts, numbers and booleans only */
export function openSession(options: { readonly url: string; readonly name: string }): Session {
  const sql = postgres(options.url, {
    max: 1,
    connect_timeout: 10,
    // A connection that is renewed has lost its locks.
    max_lifetime: null,
    onnotice: () => {},
    connection: { application_name: options.name, TimeZone: "UTC" },
  });
  return {
    run: (statement, parameters) => runOn(sql, statement, parameters),
    async transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T> {
      const result = await sql.begin((tx) =>
        work({ run: (statement, values) => runOn(tx, statement, values) })
      );
      return result as T;
    },
    close: () => sql.end({ timeout: 1 }),
  };
}

async function runOn<R extends object = Row>(
  sql: Pick<postgres.Sql, "unsafe">,
  statement: Statement,
  parameters: Parameters = {},
): Promise<readonly R[]> {
  const values = statement.parameters.map((name) => {
    const value = parameters[name];
    if (value === undefined) {
      throw new TypeError(`Cannot run ${statement.name}: parameter ${name} is not given`);
    }
    return value;
  });
  return await sql.unsafe<R[]>(statement.text, values as postgres.ParameterOrJSON<never>[], {
    prepare: true,
  });
}
