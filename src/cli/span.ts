/** Spans of time as commands take them: 90s, 30m, 12h, 7d. */
import { UsageError } from "../base/errors.ts";

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * @param most in seconds
 * @returns seconds
 * @throws UsageError naming the option
 */
export function secondsOf(option: string, text: string, most: number): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const span = Number(count) * (seconds[unit ?? ""] ?? NaN);
  if (!(span >= 1 && span <= most)) {
    throw new UsageError(
      `Cannot use ${option} ${text}: give a number and its unit, such as 30m, 12h or 7d, up to ${
        most / 86_400
      }d`,
    );
  }
  return span;
}
