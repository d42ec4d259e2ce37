/**
 * Warns where Postgres and Deno tell different times in the shop's zone. Each has its own release of the time zone
 * database, and both cut days: where they differ, the lanes do.
 */
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";

/** What Postgres says. */
export interface ZoneOffset {
  readonly at: Temporal.Instant;
  /** From UTC, east is positive. */
  readonly seconds: number;
}

export interface ZoneDifference {
  readonly at: Temporal.Instant;
  /** Both in seconds from UTC. */
  readonly postgres: number;
  readonly deno: number;
}

/** @returns Deno's offset from UTC at an instant, in seconds */
export type OffsetAt = (at: Temporal.Instant) => number;

// Offsets hold for weeks at least; they change on a quarter of an hour.
const weekMinutes = 7 * 24 * 60;
const quarterMinutes = 15;
const epoch = Temporal.Instant.fromEpochMilliseconds(0);

/** Logs a warning where the two differ between 1970 and two years from now: the rest of the zone's time is right. */
export async function warnOfZoneData(
  database: Queryable,
  timeZone: string,
  clock: Clock,
  log: Log,
): Promise<void> {
  const to = clock.wall().add({ hours: 2 * 366 * 24 });
  const difference = await findDifference(database, timeZone, to, denoOffset(timeZone));
  if (!difference) return;
  const { at, postgres, deno } = difference;
  log.warn(
    `Postgres and Deno disagree about ${timeZone} from ${at} on: UTC${offsetText(postgres)} against UTC${
      offsetText(deno)
    }. Answers about days after that may differ by how they are found: update the time zone data of Postgres, or ` +
      "Deno, whichever is older, and then run deno task rebuild if there are orders after that instant",
  );
}

/**
 * @param to until when to look, from 1970
 * @returns the first instant at which the two differ, to the quarter of an hour; less than a week of difference may be missed
 */
export async function findDifference(
  database: Queryable,
  timeZone: string,
  to: Temporal.Instant,
  denoOffsetAt: OffsetAt,
): Promise<ZoneDifference | undefined> {
  const look = async (from: Temporal.Instant, until: Temporal.Instant, minutes: number) =>
    firstDifference(
      await database.run<ZoneOffset>(statement("jobs/zone_offsets"), {
        zone: timeZone,
        from,
        to: until,
        minutes,
      }),
      denoOffsetAt,
    );
  const week = await look(epoch, to, weekMinutes);
  if (!week || week.at.equals(epoch)) return week;
  return await look(week.at.subtract({ minutes: weekMinutes }), week.at, quarterMinutes);
}

/** @param offsets by instant, ascending */
export function firstDifference(
  offsets: readonly ZoneOffset[],
  denoOffsetAt: OffsetAt,
): ZoneDifference | undefined {
  for (const { at, seconds } of offsets) {
    const deno = denoOffsetAt(at);
    if (deno !== seconds) return { at, postgres: seconds, deno };
  }
  return undefined;
}

/** @returns what Deno knows of the zone */
export function denoOffset(timeZone: string): OffsetAt {
  return (at) => at.toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e9;
}

/** @returns such as `+05:30` */
function offsetText(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${seconds < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
