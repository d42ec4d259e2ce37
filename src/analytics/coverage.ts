/** What the aggregates hold, read from the database at most once a second, on demand. */
import type { Clock } from "../base/clock.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import type { Coverage } from "./lane.ts";

interface Row {
  readonly as_of: Temporal.Instant | null;
  readonly time_zone: string | null;
  /** Null, as are its other columns, in the one row of a shop without views. */
  readonly view: string | null;
  readonly view_as_of: Temporal.Instant | null;
  readonly view_time_zone: string | null;
}

const freshMs = 1000;

/** @returns a function that reads what is known, or what the database says where that is older than a second */
export function createCoverage(database: Queryable, clock: Clock): () => Promise<Coverage> {
  let readAt = -Infinity;
  let latest: Promise<Coverage> | undefined;
  return () => {
    const now = clock.wall().epochMilliseconds;
    if (!latest || now - readAt >= freshMs) {
      readAt = now;
      const reading = readCoverage(database);
      latest = reading;
      reading.catch(() => {
        // A failure is for those who waited for it; the next question asks again.
        if (latest === reading) latest = undefined;
      });
    }
    return latest;
  };
}

async function readCoverage(database: Queryable): Promise<Coverage> {
  const rows = await database.run<Row>(statement("queries/coverage"));
  return {
    asOf: rows[0]?.as_of ?? undefined,
    timeZone: rows[0]?.time_zone ?? undefined,
    views: rows.flatMap(({ view: name, view_as_of: asOf, view_time_zone: timeZone }) =>
      name !== null && asOf !== null && timeZone !== null ? [{ name, asOf, timeZone }] : []
    ),
  };
}
