/** COPY into a table, streamed: the fastest way in, with an error where postgres.js alone would wait for ever. */
import type { Writable } from "node:stream";
import type postgres from "postgres";
import { DeadlineError, messageOf, UnavailableError } from "../base/errors.ts";
import { openClient } from "./client.ts";
import { named } from "./failure.ts";

export interface CopyOptions {
  /** Told after each write how many bytes have been sent in all. */
  readonly onBytes?: (bytes: number) => void;
  /** Longest that the server may take nothing from us, or not finish once everything is sent. */
  readonly deadlineMs?: number;
}

const WRITE_SIZE = 64 * 1024;
const encoder = new TextEncoder();

/**
 * Runs one COPY on a connection of its own, which is gone afterwards in any case. Either all rows are in, or none.
 * @param statement `COPY table (columns) FROM STDIN`, in text format
 * @param lines each one or more whole lines, as `copyLine` makes them; read no faster than the server takes them
 * @returns how many rows were copied
 * @throws Error with what the server said, UnavailableError when it is lost, DeadlineError when it stalls, and
 *   whatever `lines` throws
 */
export async function copyRows(
  url: string,
  statement: string,
  lines: AsyncIterable<string>,
  options: CopyOptions = {},
): Promise<number> {
  const sql = openClient(url, {
    max: 1,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: "laneway copy", TimeZone: "UTC" },
  });
  try {
    return await copyRowsOn(sql, statement, lines, options);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/**
 * The same on a connection that is there, as a part of its transaction.
 * @param sql is of no use after an error: end it
 */
export async function copyRowsOn(
  sql: Pick<postgres.Sql, "unsafe">,
  statement: string,
  lines: AsyncIterable<string> | Iterable<string>,
  options: CopyOptions = {},
): Promise<number> {
  const { onBytes = () => {}, deadlineMs = 60_000 } = options;
  const server = watch(deadlineMs);
  const copy = sql.unsafe(statement).simple();
  reportFailure(copy, server.fail);
  const stream = await server.answer(copy.writable());
  // A stream's error without a listener ends the process; the server's own words come through reportFailure.
  stream.on("error", server.fail);
  let [rows, bytes, waiting] = [0, 0, ""];
  let sent = Promise.resolve();
  const send = async () => {
    // The server takes one chunk while the next one is made.
    await sent;
    const chunk = encoder.encode(waiting);
    waiting = "";
    sent = server.answer(written(stream, chunk)).then(() => onBytes(bytes += chunk.length));
    // Thrown where it is waited for.
    sent.catch(() => {});
  };
  for await (const text of lines) {
    rows += countLines(text);
    waiting += text;
    if (waiting.length >= WRITE_SIZE) await send();
  }
  if (waiting !== "") await send();
  await sent;
  await server.answer(finished(stream));
  return rows;
}

/** @returns one line of COPY's text format, with its newline; null is NULL */
export function copyLine(values: readonly (string | number | null)[]): string {
  let line = "";
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) line += "\t";
    if (typeof value === "string") line += special.test(value) ? value.replaceAll(specials, escape) : value;
    else line += value ?? "\\N";
  }
  return line + "\n";
}

const special = /[\\\n\r\t]/;
const specials = /[\\\n\r\t]/g;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escape(character: string): string {
  return escapes[character] ?? character;
}

interface Watch {
  /** Waits for something the server must bring about, until it fails or the deadline passes. */
  answer<T>(step: Promise<T>): Promise<T>;
  fail(error: unknown): void;
}

function watch(deadlineMs: number): Watch {
  let failure: Error | undefined;
  let onFailure = (_error: Error) => {};
  const fail = (error: unknown) => {
    const said = named(error);
    failure ??= said instanceof UnavailableError
      ? said
      : new Error(`Cannot copy rows: ${describe(error)}`, { cause: error });
    onFailure(failure);
  };
  return {
    fail,
    answer: <T>(step: Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new DeadlineError(`Cannot copy rows: the server took nothing for ${deadlineMs} ms`));
        }, deadlineMs);
        const settle = <V>(then: (value: V) => void) => (value: V) => {
          clearTimeout(timer);
          then(value);
        };
        onFailure = settle(reject);
        if (failure) onFailure(failure);
        step.then(settle(resolve), fail);
      }),
  };
}

function describe(error: unknown): string {
  const where = error instanceof Error && "where" in error ? ` (${error.where})` : "";
  return messageOf(error) + where;
}

/**
 * Once a COPY's stream is handed out, postgres.js tells a failure to nobody but the query's own `reject`, which by
 * then does nothing: after the last row neither "finish" nor "error" comes.
 */
function reportFailure(query: object, report: (error: unknown) => void): void {
  const internal = query as { reject: (error: unknown) => void };
  const { reject } = internal;
  internal.reject = (error) => {
    report(error);
    reject(error);
  };
}

function written(stream: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => stream.write(chunk, (error) => error ? reject(error) : resolve()));
}

function finished(stream: Writable): Promise<void> {
  return new Promise((resolve) => stream.end(resolve));
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
