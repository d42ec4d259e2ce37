/** How a made-up history lies in time: three years that grow, with weekdays, and a last stretch of full days. */

export interface Shape {
  /** Orders in all. */
  readonly orders: number;
  /** Orders of each of the last days. */
  readonly daySize: number;
  /** How many of them there are, the last one included. */
  readonly fullDays: number;
}

/** The last instant of a day is what a pinned business clock stands at. */
export const timeZone = "Europe/Berlin";
export const today = Temporal.PlainDate.from("2025-10-15");
export const now = today.toZonedDateTime({ timeZone, plainTime: "23:59:59.999" }).toInstant();
export const firstDay = today.subtract({ years: 3 }).add({ days: 1 });

export const products = 10_000;
export const reps = 50;

// Monday first.
const weekdays = [0.9, 0.9, 0.95, 1, 1.15, 1.25, 0.85];
// The last year's days are twice the first one's.
const growth = 2;

/** @returns how many customers a history of so many orders has */
export function customersOf({ orders }: Shape): number {
  return Math.round(orders / 20);
}

/** @returns orders by day, from the first day on; in all, as many as the shape says */
export function ordersByDay({ orders, daySize, fullDays }: Shape): readonly number[] {
  const days = firstDay.until(today, { largestUnit: "days" }).days + 1;
  const early = Array.from({ length: days - fullDays }, (_, index) => {
    const weekday = firstDay.add({ days: index }).dayOfWeek;
    return (1 + (growth - 1) * index / days) * (weekdays[weekday - 1] ?? 1);
  });
  const left = orders - daySize * fullDays;
  const total = early.reduce((sum, weight) => sum + weight, 0);
  // Rounding the running sum, not each day, so that the counts add up.
  let [sum, given] = [0, 0];
  const counts = early.map((weight) => {
    sum += weight;
    const upTo = Math.round(left * sum / total);
    const count = upTo - given;
    given = upTo;
    return count;
  });
  return [...counts, ...Array.from({ length: fullDays }, () => daySize)];
}
