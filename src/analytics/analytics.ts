/** What every question needs to be answered: the database, the shop's calendar, the clocks. */
import type { Clock } from "../base/clock.ts";
import type { Queue } from "../base/queue.ts";
import { inSpan } from "../base/tracing.ts";
import { createPatience, type Patience } from "../cache/shared.ts";
import type { Source } from "../cache/source.ts";
import type { Tiers } from "../cache/tiers.ts";
import type { Cancellable } from "../db/pool.ts";
import type { Explaining } from "./explaining.ts";
import type { Coverage } from "./lane.ts";
import type { AnswerMeter } from "./meter.ts";
import type { Calendar } from "./period.ts";
import { observed, type OnRan, type Ran } from "./observed.ts";
import { inOneTurn, type InTurn } from "./turn.ts";

/** Where answers are kept, and what is known of the database that they are from. */
export interface AnswerCache {
  readonly tiers: Tiers;
  readonly source: Source;
}

export interface Analytics {
  readonly database: Cancellable;
  /** For what reads the orders themselves: few connections, and a deadline of its own. */
  readonly direct: Cancellable;
  readonly calendar: Calendar;
  /** ISO 4217. */
  readonly currency: string;
  readonly clock: Clock;
  readonly coverage: () => Promise<Coverage>;
  /** What requests wait in for `direct`; without it, everything is asked at once. */
  readonly directQueue?: Queue | undefined;
  /** Where answers are kept; without it, each question asks the database. */
  readonly cache?: AnswerCache | undefined;
  /** Counts answers; without it, nobody does. */
  readonly meter?: AnswerMeter | undefined;
  /** Of one question: filled with how it is answered, where somebody wants to know. */
  readonly explaining?: Explaining | undefined;
  /** Of one request: hears of its statements. */
  readonly onRan?: OnRan | undefined;
  /** And aborts when whoever asked has gone. */
  readonly signal?: AbortSignal | undefined;
  /** And how long it waits for the shared tier of the cache. */
  readonly patience?: Patience;
  /** And that it takes nothing that was computed before; milliseconds of the wall clock. */
  readonly since?: number | undefined;
  /** @returns the same, stopped by another signal: for what others may wait for too */
  readonly until?: (signal: AbortSignal) => Analytics;
}

/**
 * @returns the same for one request: what it asks of the database is given up once `signal` aborts, and all its questions
 * have one business now, so that their figures agree
 */
export function forRequest(analytics: Analytics, signal: AbortSignal): Analytics {
  const { clock, database, direct, directQueue } = analytics;
  let now: Temporal.Instant | undefined;
  const own = {
    ...analytics,
    patience: createPatience(),
    clock: { wall: () => clock.wall(), business: () => now ??= clock.business() },
  };
  const inTurn = directQueue && inOneTurn(directQueue);
  const stopped = (database: Cancellable, signal: AbortSignal, inTurn?: InTurn): Cancellable => ({
    run: (statement, parameters) =>
      inSpan(`statement ${statement.name}`, async (add) => {
        const ask = () => database.run<never>(statement, parameters, signal);
        const rows = await (inTurn ? inTurn(signal, ask) : ask());
        add({ "laneway.rows": rows.length });
        return rows;
      }),
  });
  const heard = (database: Cancellable, connections: Ran["connections"]) =>
    own.onRan ? observed(database, connections, own.onRan) : database;
  const until = (signal: AbortSignal): Analytics => ({
    ...own,
    database: heard(stopped(database, signal), "usual"),
    direct: heard(stopped(direct, signal, inTurn), "direct"),
    signal,
    until,
  });
  return until(signal);
}

/** @returns how many decimals the currency's smallest unit has: 2 for EUR, 0 for JPY, 3 for KWD */
export function currencyDigits(currency: string): number {
  let digits = knownDigits.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
    knownDigits.set(currency, digits);
  }
  return digits;
}

// To ask Intl takes memory that V8 sees too late to free it in time; a process asks for its shop's currency only.
const knownDigits = new Map<string, number>();
