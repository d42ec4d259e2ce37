/** The figures of the sales reps page. */
import { countValue, type Figure, moneyValue } from "../figure.ts";
import type { Formats } from "../formats.ts";
import type { RepPerformance } from "./answer.ts";
import { repTexts } from "./texts.ts";

/** @param performances the largest revenue first, as they are answered */
export function repFigures(performances: readonly RepPerformance[], formats: Formats): readonly Figure[] {
  const reps = performances.filter(({ salesRep }) => salesRep !== null);
  const [best] = reps;
  const sum = (some: readonly RepPerformance[]) => some.reduce((total, { revenue }) => total + revenue, 0);
  const [all, top] = [sum(reps), sum(reps.slice(0, 3))];
  const figure = (name: string, value: Figure["value"], note?: string) => ({
    name,
    value,
    change: undefined,
    note,
  });
  const share = all > 0 ? top / all : undefined;
  return [
    figure(repTexts.selling, countValue(reps.length, formats)),
    figure(repTexts.perRep, reps.length === 0 ? undefined : moneyValue(all / reps.length, formats)),
    figure(repTexts.best, best && moneyValue(best.revenue, formats), best?.salesRep?.name),
    figure(
      repTexts.topShare,
      share === undefined
        ? undefined
        : { text: formats.percent(share), exact: formats.percent(share), amount: share },
    ),
  ];
}
