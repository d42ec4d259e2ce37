/** Log lines as JSON, one object a line on standard error, so that no value can forge a line or move a terminal. */
import { createLines, type Lines } from "./lines.ts";

import { traceId } from "./tracing.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** @returns a log that adds `fields` to every line */
  with(fields: LogFields): Log;
}

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface LogOptions {
  readonly level?: LogLevel;
  readonly fields?: LogFields;
  readonly write?: (line: string) => void;
}

/** @param options `write` takes one line with its newline; the default is standard error */
export function createLog(options: LogOptions = {}): Log {
  const { level = "info", fields = {}, write = writeStandardError } = options;
  const line = (at: LogLevel) => (message: string, more?: LogFields) => {
    if (ranks[at] < ranks[level]) return;
    const trace = traceId();
    const own = trace === undefined ? more : { traceId: trace, ...more };
    write(toJson({ time: new Date().toISOString(), level: at, message, ...fields, ...own }) + "\n");
  };
  return {
    debug: line("debug"),
    info: line("info"),
    warn: line("warn"),
    error: line("error"),
    with: (more) => createLog({ level, write, fields: { ...fields, ...more } }),
  };
}

/**
 * @param fields those of the process, for what is said of lines that were lost
 * @returns lines on standard error for a process that serves: it goes on where nobody reads them
 */
export function standardErrorLines(fields: LogFields): Lines {
  return createLines({
    write: (bytes) => Deno.stderr.write(bytes),
    lost(count) {
      let line = "";
      createLog({ fields, write: (text) => line = text }).warn("log lines were lost: nobody read them", {
        count,
      });
      return line;
    },
  });
}

function toJson(value: LogFields): string {
  const json = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "bigint") return inner.toString();
    if (inner instanceof Error) return describe(inner);
    return inner;
  });
  return json.replace(beyondJson, escaped);
}

/** What JSON leaves as it is, and terminals or viewers take for a command, a new line or another direction of writing. */
const beyondJson = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

function describe(error: Error): LogFields {
  const code = "code" in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: error.cause };
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}

const encoder = new TextEncoder();

function writeStandardError(line: string): void {
  Deno.stderr.writeSync(encoder.encode(line));
}
