/** What every question needs to be answered: the database, the shop's calendar, the clocks. */
import type { Clock } from "../base/clock.ts";
import type { Cancellable } from "../db/pool.ts";
import type { Coverage } from "./lane.ts";
import type { Calendar } from "./period.ts";

export interface Analytics {
  readonly database: Cancellable;
  /** For what reads the orders themselves: few connections, and a deadline of its own. */
  readonly direct: Cancellable;
  readonly calendar: Calendar;
  /** ISO 4217. */
  readonly currency: string;
  readonly clock: Clock;
  readonly coverage: () => Promise<Coverage>;
}

/**
 * @returns the same for one request: what it asks of the database is given up once `signal` aborts, and all its questions
 * have one business now, so that their figures agree
 */
export function forRequest(analytics: Analytics, signal: AbortSignal): Analytics {
  const { clock } = analytics;
  let now: Temporal.Instant | undefined;
  const until = (database: Cancellable): Cancellable => ({
    run: (statement, parameters) => database.run(statement, parameters, signal),
  });
  return {
    ...analytics,
    clock: { wall: () => clock.wall(), business: () => now ??= clock.business() },
    database: until(analytics.database),
    direct: until(analytics.direct),
  };
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
