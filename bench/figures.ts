/** What many measurements of one thing come to, and how it is printed. */

/** @returns the value that `share` (0 to 1) of the values do not pass; NaN where there are none */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** @returns the middle value; of an even number, the lower one of the two */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @returns milliseconds in the unit a reader takes in at once, such as `12.3 ms`, `870 ms` or `41.2 s` */
export function duration(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms`;
}

/** @returns such as `870 ms (810 to 905)`: the median, and the least and the most */
export function spread(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((ms) => duration(ms));
  return `${duration(median(values))} (${least} to ${most})`;
}

/** @returns such as `1,000,000` */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** @returns one line of a Markdown table */
export function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** @returns the head of a Markdown table */
export function head(names: readonly string[]): string {
  return `${row(names)}\n|${"---|".repeat(names.length)}`;
}
