/** What changed from one run to another, beyond what varies from round to round. */
import { type Figure, isMoreBetter } from "./figure.ts";
import type { Results } from "./results.ts";

export interface Change {
  readonly bench: string;
  readonly figure: Figure;
  readonly before: Figure;
  /** What it was multiplied by. */
  readonly factor: number;
  readonly isBetter: boolean;
}

// What was measured once has no spread of its own; such figures vary by a third on a shared machine.
const ofOne = 1 / 3;
// Less is nothing to look into, however narrow the spreads.
const least = 0.05;

/** @returns the changes of figures that both have, the largest first */
export function changesBetween(before: Results, now: Results): readonly Change[] {
  const old = new Map(
    before.benches.flatMap((bench) => bench.figures.map((figure) => [keyOf(bench.name, figure), figure])),
  );
  const changes = now.benches.flatMap(({ name, figures }) =>
    figures.flatMap((figure) => {
      const earlier = old.get(keyOf(name, figure));
      return earlier && isChanged(earlier, figure) ? [changeOf(name, earlier, figure)] : [];
    })
  );
  return changes.toSorted((one, other) => size(other) - size(one));
}

function keyOf(bench: string, { group, name, unit }: Figure): string {
  return JSON.stringify([bench, group, name, unit]);
}

function isChanged(before: Figure, now: Figure): boolean {
  const [[low, high], [lowNow, highNow]] = [rangeOf(before), rangeOf(now)];
  const areApart = lowNow > high || highNow < low;
  return areApart && Math.abs(now.median - before.median) > least * before.median;
}

function rangeOf({ median, spread: [low, high] }: Figure): readonly [number, number] {
  return low === high ? [median * (1 - ofOne / 2), median * (1 + ofOne / 2)] : [low, high];
}

function changeOf(bench: string, before: Figure, figure: Figure): Change {
  const isMore = figure.median > before.median;
  return {
    bench,
    figure,
    before,
    factor: figure.median / before.median,
    isBetter: isMore === isMoreBetter(figure.unit),
  };
}

function size({ factor }: Change): number {
  return Math.abs(Math.log(factor));
}
