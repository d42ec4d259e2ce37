/** A chart's vertical scale: from zero, in steps that people count in. */

export interface Scale {
  readonly bottom: number;
  readonly top: number;
  /** From bottom to top, evenly spaced. */
  readonly ticks: readonly number[];
}

const mostSteps = 5;

/**
 * @param whole whether there is nothing between 0 and 1, as with orders
 * @returns a scale that holds zero and all values; for zeros alone, one with a tick at zero only
 */
export function scaleOf(values: readonly number[], whole: boolean): Scale {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (least === most) return { bottom: 0, top: 1, ticks: [0] };
  const step = niceStep((most - least) / mostSteps, whole);
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { bottom: first * step, top: last * step, ticks };
}

/** @returns the smallest of 1, 2, 5, 10, 20, ... that is at least `size`; so also 0.1, 0.2, ... where not `whole` */
function niceStep(size: number, whole: boolean): number {
  const magnitude = 10 ** Math.floor(Math.log10(size));
  const step = ([1, 2, 5].find((factor) => factor * magnitude >= size) ?? 10) * magnitude;
  return whole ? Math.max(1, step) : step;
}
