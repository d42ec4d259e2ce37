/** One connection: how it is opened, asked, and given up. */
import type postgres from "postgres";
import { codeOf, DeadlineError, UnavailableError } from "../base/errors.ts";
import { isPooled } from "../base/pooler.ts";
import { arrayText, parseArrayText } from "./array_text.ts";
import { openClient } from "./client.ts";
import { named } from "./failure.ts";
import type { Parameters, Queryable } from "./queryable.ts";
import { parseStatement, type Statement } from "./statements.ts";
import { within } from "../base/within.ts";

export interface Connection extends Queryable {
  /** Once true, it stays so: a connection is not renewed, because what it held (a transaction, a lock) is not. */
  readonly lost: boolean;
  /** @returns the number of the server's process behind it */
  pid(): Promise<number>;
  /** Ends it, waiting for a running statement at most `seconds`; never fails. */
  end(seconds: number): Promise<void>;
}

export interface ConnectionOptions {
  readonly url: string;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  /** Longest a statement may take; without it, as long as it needs. */
  readonly deadlineMs?: number | undefined;
  /** Whether the server refuses whatever writes; not unless given. */
  readonly isReadOnly?: boolean | undefined;
}

// The server stops a statement at its deadline; one that has not said so by then is taken for lost.
export const graceMs = 500;

// Dates stay text: a calendar day is not an instant. Instants keep their microseconds. Arrays are of int4, text,
// timestamptz, numeric and uuid.
const types = {
  day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
  instant: {
    to: 1184,
    from: [1184],
    serialize: String,
    parse: (text: string) => Temporal.Instant.from(text),
  },
  list: { to: 1009, from: [1007, 1009, 1185, 1231, 2951], serialize: arrayText, parse: parseArrayText },
};
const queryCanceled = "57014";
const backendPid = parseStatement("pid", "select pg_backend_pid() as pid");

/** Connects when it is first asked. */
export function openConnection({ url, name, deadlineMs, isReadOnly }: ConnectionOptions): Connection {
  const pooled = isPooled(url);
  let lost = false;
  const lose = () => void (lost = true);
  const sql = openClient(url, {
    max: 1,
    connect_timeout: 10,
    // Renewing it would break the transaction that it is in, and lose its locks.
    max_lifetime: null,
    // A connection lost while postgres.js looks up the types would end the process.
    fetch_types: false,
    types,
    connection: sessionSettings({ url, name, deadlineMs, isReadOnly }),
    onnotice: () => {},
    onclose: lose,
  });

  async function run<R extends object>(statement: Statement, parameters?: Parameters): Promise<readonly R[]> {
    const values = valuesOf(statement, parameters);
    // postgres.js would write to a socket that is gone, which ends the process, or open another one.
    if (lost) {
      throw new UnavailableError(`Cannot run ${statement.name}: the connection to the database is lost`);
    }
    try {
      const rows = sql.unsafe<R[]>(statement.text, values, { prepare: !pooled });
      if (deadlineMs === undefined) return withoutHoles(await rows);
      return withoutHoles(
        await within(deadlineMs + graceMs, rows, () => {
          lose();
          return late(statement, deadlineMs);
        }),
      );
    } catch (error) {
      if (deadlineMs !== undefined && codeOf(error) === queryCanceled) {
        throw late(statement, deadlineMs, error);
      }
      const known = named(error);
      if (known instanceof UnavailableError) lose();
      throw known;
    }
  }
  let process: { readonly pid: number } | undefined;
  async function pid(): Promise<number> {
    if (!process) [process] = await run<{ readonly pid: number }>(backendPid);
    if (!process) throw new TypeError("A connection must have a process");
    return process.pid;
  }
  return {
    run,
    get lost() {
      return lost;
    },
    pid,
    end: (seconds) => sql.end({ timeout: seconds }).catch(() => {}),
  };
}

function sessionSettings(
  { url, name, deadlineMs, isReadOnly }: ConnectionOptions,
): Readonly<Record<string, string | number | boolean>> {
  const usual = { application_name: name, TimeZone: "UTC" };
  // A transaction pooler refuses the others: the user's own settings take their place (docs/DEPLOYMENT.md).
  if (isPooled(url)) return usual;
  return {
    ...usual,
    // Plans for any parameters are estimated high, and compiling one takes longer than running it.
    jit: "off",
    ...(isReadOnly && { default_transaction_read_only: true }),
    // A machine that vanished keeps its locks until the server notices: else after two hours.
    tcp_keepalives_idle: 15,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
    // Not `cancel()` of postgres.js: where its connection is refused, that ends the process.
    ...(deadlineMs !== undefined && { statement_timeout: deadlineMs }),
  };
}

/** What a caller is told whose statement took longer than it may. */
export function late({ name }: Pick<Statement, "name">, deadlineMs: number, cause?: unknown): DeadlineError {
  return new DeadlineError(`Cannot answer in ${deadlineMs} ms: ${name} took longer`, {
    cause,
    ran: cause !== undefined,
  });
}

// postgres.js types its parameters narrowly; the serializers above take what ours may be.
function valuesOf(statement: Statement, parameters: Parameters = {}): postgres.ParameterOrJSON<never>[] {
  return statement.parameters.map((name) => {
    const value = parameters[name];
    if (value === undefined) {
      throw new TypeError(`Cannot run ${statement.name}: parameter ${name} is not given`);
    }
    return value as postgres.ParameterOrJSON<never>;
  });
}

// postgres.js 3.4.9 leaves room at the start for what the connection's statement before had sent until it failed: its
// issue 1181.
function withoutHoles<R>(rows: readonly R[]): readonly R[] {
  return rows.length === 0 || 0 in rows ? rows : rows.filter(() => true);
}
