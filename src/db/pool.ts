/** Connections to one database, with a deadline on every statement. */
import postgres from "postgres";
import { DeadlineError } from "../base/errors.ts";
import { named } from "./failure.ts";
import type { Statement } from "./statements.ts";

export type Parameter = string | number | boolean | null | Temporal.Instant | readonly string[];
export type Parameters = Readonly<Record<string, Parameter>>;
/** A row as Postgres sent it: numeric and bigint as text, timestamps as Temporal.Instant, dates as ISO text. */
export type Row = Readonly<Record<string, unknown>>;

/** What can run a statement: a pool, or one transaction of it. */
export interface Queryable {
  /**
   * @returns the statement's rows; their type is what the statement's file promises
   * @throws DeadlineError past the pool's deadline; UnavailableError when the database cannot be reached
   */
  run<R extends object = Row>(statement: Statement, parameters?: Parameters): Promise<readonly R[]>;
}

export interface Pool extends Queryable {
  /** Runs `work` in one transaction that sees one snapshot, and rolls back when it throws. */
  snapshot<T>(mode: "read" | "write", work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Ends all connections, waiting for running statements at most `seconds`. */
  close(seconds?: number): Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  /** Longest a statement may take, including its wait for a connection. */
  readonly deadlineMs: number;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
}

const types = {
  // Dates stay text: a calendar day is not an instant. Instants keep their microseconds.
  day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
  instant: { to: 1184, from: [1184], serialize: String, parse: toInstant },
};

/** Opens no connection before it is needed. */
export function createPool(options: PoolOptions): Pool {
  const sql = postgres(options.url, {
    max: options.size,
    connect_timeout: 10,
    connection: { application_name: options.name, TimeZone: "UTC" },
    types,
    onnotice: () => {},
  });
  const deadlineMs = options.deadlineMs;
  return {
    run: (statement, parameters) => runOn(sql, statement, parameters, deadlineMs),
    async snapshot<T>(mode: "read" | "write", work: (transaction: Queryable) => Promise<T>): Promise<T> {
      const isolation = `isolation level repeatable read read ${mode === "read" ? "only" : "write"}`;
      try {
        return await sql.begin(
          isolation,
          (tx) => work({ run: (statement, parameters) => runOn(tx, statement, parameters, deadlineMs) }),
        ) as T;
      } catch (error) {
        throw named(error);
      }
    },
    close: (seconds = 1) => sql.end({ timeout: seconds }),
  };
}

type Runner = Pick<postgres.Sql, "unsafe">;

async function runOn<R extends object>(
  sql: Runner,
  statement: Statement,
  parameters: Parameters = {},
  deadlineMs: number,
): Promise<readonly R[]> {
  const values = statement.parameters.map((name) => {
    const value = parameters[name];
    if (value === undefined) {
      throw new TypeError(`Cannot run ${statement.name}: parameter ${name} is not given`);
    }
    return value;
  });
  // postgres.js types its parameters narrowly; the serializers above take what ours may be.
  const query = sql.unsafe<R[]>(statement.text, values as postgres.ParameterOrJSON<never>[], {
    prepare: true,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      query.cancel();
      reject(new DeadlineError(`Cannot answer in ${deadlineMs} ms: ${statement.name} took longer`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([query, deadline]);
  } catch (error) {
    throw named(error);
  } finally {
    clearTimeout(timer);
  }
}

function toInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}
