/** What a bench found: one shape for all of them. */
import { median, percentile } from "../figures.ts";

/** More is better of what is counted a second and of percentages, less of everything else. */
export type Unit = "ms" | "µs" | "MB" | "bytes" | "/s" | "%" | "s" | "rows" | "users" | "reads";

/** What a value has to keep to. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number };

export interface Ratio {
  /** The name of the figure of the same run that it is measured beside. */
  readonly to: string;
  readonly value: number;
  readonly budget?: Limit | undefined;
}

export interface Figure {
  /** What it is compared with stands under the same heading. */
  readonly group: string;
  /** Unlike any other of its group. */
  readonly name: string;
  readonly unit: Unit;
  readonly median: number;
  /** The least and the most of a few rounds, the middle half of many calls; both the median where it was measured once. */
  readonly spread: readonly [number, number];
  readonly ratio?: Ratio | undefined;
  readonly budget?: Limit | undefined;
}

export type Measurement = Omit<Figure, "median" | "spread"> & { readonly values: readonly number[] };

const few = 8;

/** @throws RangeError where nothing was measured, or what is no number */
export function figureOf({ values, ...named }: Measurement): Figure {
  const numbers = [median(values), named.ratio?.value ?? 0];
  if (!numbers.every(Number.isFinite)) {
    throw new RangeError(`Cannot report ${named.group}, ${named.name}: nothing was measured (got ${values})`);
  }
  const [low, high] = values.length > few ? [0.25, 0.75] : [0, 1];
  return { ...named, median: median(values), spread: [percentile(values, low), percentile(values, high)] };
}

function keeps(value: number, limit: Limit): boolean {
  return "atMost" in limit ? value <= limit.atMost : value >= limit.atLeast;
}

/** @returns whether it keeps to what it has to; undefined where that is nothing */
export function verdict({ median, budget, ratio }: Figure): boolean | undefined {
  const kept = [
    ...(budget ? [keeps(median, budget)] : []),
    ...(ratio?.budget ? [keeps(ratio.value, ratio.budget)] : []),
  ];
  return kept.length === 0 ? undefined : kept.every(Boolean);
}

export function isMoreBetter(unit: Unit): boolean {
  return unit === "/s" || unit === "%";
}

/** @returns such as `12.3 ms` or `45,600 /s`, with two or three digits that matter */
export function shown(value: number, unit: Unit): string {
  const size = Math.abs(value);
  const digits = unit === "bytes" || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  // What is below one is told by two digits, however small.
  const text = size > 0 && size < 1 ? value.toPrecision(2) : value.toFixed(digits);
  return `${Number(text).toLocaleString("en", { maximumFractionDigits: 6 })} ${unit}`;
}

/** @returns such as `at most 400 ms` */
function limitText(limit: Limit, show: (value: number) => string): string {
  return "atMost" in limit ? `at most ${show(limit.atMost)}` : `at least ${show(limit.atLeast)}`;
}

/** @returns such as `85 % of bare Hono, GET`, or `11.3 times yoga, GET` */
export function ratioText({ value, to }: Ratio): string {
  return `${factor(value)} ${to}`;
}

function factor(value: number): string {
  return value >= 2 ? `${value.toFixed(value < 10 ? 1 : 0)} times` : `${Math.round(value * 100)} % of`;
}

/** @returns what a figure has to keep to, such as `at least 85 % of bare Hono, GET`; empty where that is nothing */
export function budgetText({ unit, budget, ratio }: Figure): string {
  return [
    ...(budget ? [limitText(budget, (value) => shown(value, unit))] : []),
    ...(ratio?.budget ? [limitText(ratio.budget, (value) => ratioText({ ...ratio, value }))] : []),
  ].join(", ");
}
