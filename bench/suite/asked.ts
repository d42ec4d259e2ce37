/**
 * What a bench was asked for by its arguments: how much of everything it is to take, and where its figures go. Other
 * arguments are the bench's own.
 */
import { say } from "../../src/cli/say.ts";
import { head, row } from "../figures.ts";
import { budgetText, type Figure, figureOf, type Measurement, ratioText, shown, verdict } from "./figure.ts";

/** Smoke shows that a bench works and measures nothing; large takes what may last for half an hour. */
export type Size = "smoke" | "usual" | "large";

const own: string[] = [];
let size: Size = "usual";
let figuresPath: string | undefined;
for (const arg of Deno.args) {
  if (arg === "--smoke" || arg === "--large") size = arg === "--smoke" ? "smoke" : "large";
  else if (arg.startsWith("--figures=")) figuresPath = arg.slice("--figures=".length);
  else own.push(arg);
}

/** Of the bench itself, such as how many rows. */
export const ownArgs: readonly string[] = own;

/** @returns how much to take, of what was asked for; `usual` where nothing else is given */
export function sized<T>(usual: T, other: { readonly smoke?: T; readonly large?: T }): T {
  return size === "usual" ? usual : other[size] ?? usual;
}

/** Writes one figure down, for the report and for comparisons with other runs. */
export function report(measurement: Measurement): Figure {
  const figure = figureOf(measurement);
  if (figuresPath) Deno.writeTextFileSync(figuresPath, `${JSON.stringify(figure)}\n`, { append: true });
  return figure;
}

/** Writes figures of one group down, and prints them as a table. */
export function sayFigures(what: string, measurements: readonly Measurement[]): void {
  say(head([what, "median", "spread", "beside", "budget", ""]));
  for (const figure of measurements.map(report)) say(row(cellsOf(figure)));
  say("");
}

function cellsOf(figure: Figure): readonly string[] {
  const { name, unit, median, spread: [low, high], ratio } = figure;
  const kept = verdict(figure);
  return [
    name,
    shown(median, unit),
    low === high ? "" : `${shown(low, unit)} to ${shown(high, unit)}`,
    ratio ? ratioText(ratio) : "",
    budgetText(figure),
    kept === undefined ? "" : kept ? "kept" : "**missed**",
  ];
}
