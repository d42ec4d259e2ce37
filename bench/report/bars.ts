/** Figures of one unit as a chart: a bar each with its spread and its budget; dots on a logarithmic axis where bars would vanish. */
import { type Figure, shown, type Unit, verdict } from "../suite/figure.ts";
import { attribute, escape } from "./markup.ts";

const rowHeight = 26;
const [labelWidth, plotWidth, valueWidth] = [270, 380, 110];
const width = labelWidth + plotWidth + valueWidth;
// Beyond that, the smallest bar would be under four pixels.
const mostBars = 100;
const mostTicks = 6;

type Scale = (value: number) => number;

/** @param figures of one unit, one at least */
export function drawBars(figures: readonly Figure[], title: string): string {
  const values = figures.flatMap((figure) => [figure.median, ...figure.spread, ...budgetOf(figure)]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = least > 0 && most / least > mostBars;
  const unit = figures[0]?.unit ?? "ms";
  const x = isLogarithmic ? logarithmic(least, most) : linear(most);
  const height = figures.length * rowHeight + (isLogarithmic ? 22 : 4);
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${attribute(title)}">`,
    ...figures.map((figure, index) => drawRow(figure, index * rowHeight, x, isLogarithmic)),
    ...(isLogarithmic ? decades(least, most).map((value) => drawTick(value, x(value), height, unit)) : []),
    "</svg>",
  ].join("\n");
}

/** @returns the powers of ten between them, every other one where they would stand too close */
function decades(least: number, most: number): readonly number[] {
  const [first, last] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  const step = Math.ceil((last - first + 1) / mostTicks);
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)).filter((_, index) =>
    index % step === 0
  );
}

function drawTick(value: number, x: number, height: number, unit: Unit): string {
  return line("tick", x, 0, x, height - 20) +
    `<text class="axis" x="${x}" y="${height - 6}" text-anchor="middle">${escape(shown(value, unit))}</text>`;
}

function budgetOf({ budget }: Figure): readonly number[] {
  return budget ? ["atMost" in budget ? budget.atMost : budget.atLeast] : [];
}

function drawRow(figure: Figure, top: number, x: Scale, isLogarithmic: boolean): string {
  const { name, median, spread: [low, high], unit } = figure;
  const middle = top + rowHeight / 2;
  const kind = verdict(figure) === false ? "missed" : "kept";
  const mark = isLogarithmic
    ? `<circle class="${kind}" cx="${x(median)}" cy="${middle}" r="5"/>`
    : `<rect class="${kind}" x="${labelWidth}" y="${top + 5}" width="${
      round(Math.max(1, x(median) - labelWidth))
    }" height="${rowHeight - 10}" rx="2"/>`;
  return [
    `<text x="${labelWidth - 10}" y="${middle + 4}" text-anchor="end">${escape(shortened(name))}</text>`,
    mark,
    low === high ? "" : line("spread", x(low), middle, x(high), middle),
    ...budgetOf(figure).map((limit) => line("budget", x(limit), top + 2, x(limit), top + rowHeight - 2)),
    `<text class="value" x="${width}" y="${middle + 4}" text-anchor="end">${
      escape(shown(median, unit))
    }</text>`,
  ].join("");
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function linear(most: number): Scale {
  return (value) => round(labelWidth + (most > 0 ? value / most : 0) * (plotWidth - 12));
}

function logarithmic(least: number, most: number): Scale {
  const [from, to] = [Math.log(least), Math.log(most)];
  return (value) => round(labelWidth + 8 + (Math.log(value) - from) / (to - from) * (plotWidth - 24));
}

// As many as fit at the chart's size.
const mostLetters = 42;

function shortened(name: string): string {
  return name.length > mostLetters ? `${name.slice(0, mostLetters - 1)}…` : name;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
