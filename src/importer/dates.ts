/** ISO 8601 dates and instants, as shops' systems write them. */
import { Reject } from "./reject.ts";

const iso =
  /^(\d{4})(-?)(\d\d)\2(\d\d)(?:(?:[Tt]|\s+)(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * @param zone the shop's: what has no offset is local time there, and a date alone is that day's first instant; a
 *   local time that a clock change skips moves on by the change, one that comes twice is its first
 * @returns the instant in UTC, to the microsecond, as Postgres reads it
 * @throws Reject where it is no date, there is no such day, or it is outside the years 1970 to 2100
 */
export function readInstant(text: string, zone: string): string {
  const [, year = "", , month, day, hour = "00", minute = "00", second = "00", fraction = "", offset] =
    iso.exec(text) ?? [];
  if (month === undefined) {
    throw new Reject("is not an ISO 8601 date, such as 2024-02-29 or 2024-02-29T13:45:00+01:00");
  }
  if (year < "1970" || year > "2100") throw new Reject("is outside the years 1970 to 2100");
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 6).padEnd(6, "0")}`;
  try {
    if (offset !== undefined) return Temporal.Instant.from(local + offset).toString();
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString();
  } catch (error) {
    if (error instanceof RangeError) throw new Reject("is impossible: there is no such day or time");
    throw error;
  }
}
