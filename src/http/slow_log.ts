/** Statements of questions that took long, in the log: which, where, how many rows, and about how much; never about whom. */
import type { OnRan } from "../analytics/observed.ts";
import type { Log } from "../base/log.ts";
import type { Parameters } from "../db/pool.ts";

export interface SlowLogOptions {
  readonly log: Log;
  /** Milliseconds from which on a statement is slow. */
  readonly slowMs: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
}

/** Of each statement, one line so often: where everything is slow, the log must not be what keeps it so. */
const tellEveryMs = 1_000;

/** @returns a function of a request's id */
export function createSlowLog({ log, slowMs, now = () => performance.now() }: SlowLogOptions): (
  requestId: string,
) => OnRan {
  const told = new Map<string, { at: number; untold: number }>();
  return (requestId) => ({ statement, connections, rows, ms }, parameters) => {
    if (ms < slowMs) return;
    const before = told.get(statement);
    if (before && now() - before.at < tellEveryMs) {
      before.untold++;
      return;
    }
    told.set(statement, { at: now(), untold: 0 });
    log.info("slow question", {
      requestId,
      statement,
      connections,
      rows: rows ?? null,
      ms: Math.round(ms),
      ...shapeOf(parameters),
      ...(before && before.untold > 0 && { othersSince: before.untold }),
    });
  };
}

const spans = ["from", "to", "previous_from", "previous_to"];

/** @returns the ranges, which are nobody's, and of everything else the names of what is given */
function shapeOf(parameters: Parameters = {}): Readonly<Record<string, unknown>> {
  const given = Object.entries(parameters).filter(([name, value]) => value !== null && !spans.includes(name));
  const ranges = spans.flatMap((name) => {
    const value = parameters[name];
    return value instanceof Temporal.Instant ? [[name, value.toString()]] : [];
  });
  return {
    ...Object.fromEntries(ranges),
    given: given.map(([name, value]) => Array.isArray(value) ? `${name}[${value.length}]` : name),
  };
}
