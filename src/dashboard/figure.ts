/** A figure as it is read: its value, and how it changed. */
import { type DateRange, toInstants } from "./answers.ts";
import type { Formats } from "./formats.ts";
import { daysOf } from "./range.ts";
import { texts } from "./texts.ts";

export interface Figure {
  readonly name: string;
  /** Undefined where there is none, such as the average of no orders. */
  readonly value: FigureValue | undefined;
  /** How it changed, or why that cannot be said; undefined where nothing is compared. */
  readonly change: Change | string | undefined;
  /** What to know before relying on it. */
  readonly note?: string | undefined;
  /** Whether more of it is neither better nor worse, as of costs. */
  readonly isNeutral?: boolean;
}

export interface FigureValue {
  readonly text: string;
  /** In full. */
  readonly exact: string;
  readonly amount: number;
}

export type Direction = "up" | "down" | "flat";

export interface Change {
  readonly direction: Direction;
  readonly text: string;
  /** The range compared with. */
  readonly versus: string;
  /** What it was then. */
  readonly before: string;
}

/** @returns which way a change went; what reads as 0 % is none, whichever way it leans */
export function directionOf(share: number, formats: Formats): Direction {
  if (formats.change(share) === formats.change(0)) return "flat";
  return share > 0 ? "up" : "down";
}

export function moneyValue(amount: number, formats: Formats): FigureValue {
  return { text: formats.headlineMoney(amount), exact: formats.money(amount), amount };
}

export function countValue(amount: number, formats: Formats): FigureValue {
  return { text: formats.count(amount), exact: formats.count(amount), amount };
}

export function percentValue(share: number, formats: Formats): FigureValue {
  return { text: formats.percent(share), exact: formats.percent(share), amount: share };
}

/** Says how figures of a range changed from those of another. */
export interface Comparer {
  /**
   * @param now undefined where there is no such figure now
   * @param before null where there was none
   * @returns how it changed; undefined where nothing is compared
   */
  (now: number, before: number | null | undefined, write: (value: number) => string):
    | Change
    | string
    | undefined;
}

/** @param previous undefined or null where nothing is compared */
export function comparer(
  range: DateRange,
  previous: DateRange | null | undefined,
  formats: Formats,
  timeZone: string,
): Comparer {
  if (!previous) return () => undefined;
  const versus = comparedRange(range, previous, formats, timeZone);
  const inFull = formats.range(toInstants(previous));
  return (now, before, write) => {
    const share = growth(now, before ?? 0);
    if (share === null) return texts.nothingBefore;
    return {
      direction: directionOf(share, formats),
      text: formats.change(share),
      versus: texts.versus(versus),
      before: texts.before(write(before ?? 0), inFull),
    };
  };
}

/** @returns the days of a range as they are read beside another: with their year where it is not one */
export function comparedRange(
  range: DateRange,
  previous: DateRange,
  formats: Formats,
  timeZone: string,
): string {
  const [current, before] = [toInstants(range), toInstants(previous)];
  const years = [before, current].flatMap((instants) => {
    const { from, to } = daysOf(instants, timeZone);
    return [from.year, to.year];
  });
  return new Set(years).size === 1 ? formats.daysOfYear(before) : formats.days(before);
}

/** @returns what to say where not all costs are known; undefined where they are */
export function costNote(coverage: number | null, formats: Formats): string | undefined {
  if (coverage === null) return undefined;
  const text = formats.percent(coverage);
  return text === formats.percent(1) ? undefined : texts.costKnown(text);
}

/** @returns the change as a share of |before|; null where that is 0 */
function growth(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / Math.abs(before);
}
