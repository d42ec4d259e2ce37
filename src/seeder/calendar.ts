/** When a shop's orders come: more every year, most before Christmas, on Saturdays, and in the evening. */
import { firstAbove, type Random } from "./random.ts";

export interface Span {
  readonly from: Temporal.Instant;
  /** The first instant after it. */
  readonly until: Temporal.Instant;
  /** IANA name: days and hours are this zone's. */
  readonly timeZone: string;
}

const YEARLY_GROWTH = 1.35;
const HOUR = 3600;
// At the first of each month; between two firsts it slides from one to the next.
const seasons = [0.96, 0.84, 0.88, 0.94, 1, 0.98, 0.92, 0.9, 0.98, 1.04, 1.12, 1.75];
const weekdays = { 1: 0.94, 2: 0.9, 3: 0.93, 4: 0.99, 5: 1.14, 6: 1.28, 7: 0.82 } as Readonly<
  Record<number, number>
>;
const hours = [
  ...[0.25, 0.14, 0.08, 0.05, 0.05, 0.1, 0.26, 0.5, 0.8, 1.05, 1.2, 1.3],
  ...[1.4, 1.3, 1.15, 1.12, 1.2, 1.35, 1.5, 1.7, 1.9, 1.75, 1.2, 0.6],
];

/** @returns whole seconds since the span's start, ascending, one an order */
export function orderTimes(span: Span, count: number, random: Random): Uint32Array {
  const length = secondsBetween(span.from, span.until);
  const upTo = weightByHour(span, random);
  const total = upTo.at(-1) ?? 0;
  const times = new Uint32Array(count);
  let passed = 0;
  for (let index = 0; index < count; index++) {
    // Sorted as drawn: the least of n even numbers has this law, and the others are even above it.
    passed = 1 - (1 - passed) * (1 - random.unit()) ** (1 / (count - index));
    const weight = passed * total;
    const hour = firstAbove(upTo, weight);
    const before = upTo[hour - 1] ?? 0;
    const share = (weight - before) / ((upTo[hour] as number) - before);
    const hourLength = Math.min(HOUR, length - hour * HOUR);
    times[index] = Math.min(length - 1, Math.floor(hour * HOUR + share * hourLength));
  }
  return times;
}

/** @returns for each hour of the span, how many orders it and those before it have, relative to the others */
function weightByHour({ from, until, timeZone }: Span, random: Random): Float64Array {
  const length = secondsBetween(from, until);
  const upTo = new Float64Array(Math.ceil(length / HOUR));
  let total = 0;
  let today = 0;
  let day = -1;
  upTo.forEach((_, index) => {
    const local = from.add({ hours: index }).toZonedDateTimeISO(timeZone);
    if (local.day !== day) {
      day = local.day;
      today = dayWeight(local) * random.between(0.88, 1.12);
    }
    const growth = YEARLY_GROWTH ** (index / (365.25 * 24));
    const hourLength = Math.min(HOUR, length - index * HOUR) / HOUR;
    total += growth * today * (hours[local.hour] as number) * hourLength;
    upTo[index] = total;
  });
  return upTo;
}

function dayWeight(local: Temporal.ZonedDateTime): number {
  const { month, day, dayOfWeek, daysInMonth } = local;
  const into = (day - 1) / daysInMonth;
  const season = (seasons[month - 1] as number) * (1 - into) + (seasons[month % 12] as number) * into;
  return season * (weekdays[dayOfWeek] as number) * occasion(month, day, dayOfWeek);
}

function occasion(month: number, day: number, dayOfWeek: number): number {
  const blackFriday = month === 11 && dayOfWeek === 5 && day >= 23 && day <= 29;
  if (blackFriday) return 2.2;
  const holiday = month === 12 && (day === 25 || day === 26) || month === 1 && day === 1;
  return holiday ? 0.35 : 1;
}

function secondsBetween(from: Temporal.Instant, until: Temporal.Instant): number {
  return Math.floor((until.epochMilliseconds - from.epochMilliseconds) / 1000);
}
