/** The figures of the profitability page. */
import { comparer, costNote, type Figure, moneyValue } from "../figure.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import type { Profitability } from "./answer.ts";
import { profitTexts } from "./texts.ts";

export function profitFigures(now: Profitability, formats: Formats, timeZone: string): readonly Figure[] {
  const before = now.previous;
  const { money } = formats;
  const compare = comparer(now.range, before?.range, formats, timeZone);
  const isCostKnown = now.costCoverage !== 0;
  const figure = (
    name: string,
    key: "revenue" | "cost" | "profit" | "commission" | "contribution",
    note?: string,
  ) => ({
    name,
    value: moneyValue(now[key], formats),
    change: compare(now[key], before?.[key], money),
    note,
    isNeutral: key === "cost" || key === "commission",
  });
  const unknown = (name: string) => ({ name, value: undefined, change: texts.costUnknown });
  const points = now.marginChange === null
    ? undefined
    : profitTexts.marginPoints(formats.points(now.marginChange));
  const margin = now.profitMargin === null ? undefined : texts.margin(formats.percent(now.profitMargin));
  const ofSales = now.contributionMargin === null
    ? undefined
    : texts.margin(formats.percent(now.contributionMargin));
  return [
    figure(profitTexts.revenue, "revenue"),
    isCostKnown
      ? figure(profitTexts.cost, "cost", costNote(now.costCoverage, formats))
      : unknown(profitTexts.cost),
    isCostKnown
      ? figure(profitTexts.profit, "profit", margin && [margin, points].filter((part) => part).join(", "))
      : unknown(profitTexts.profit),
    figure(profitTexts.commission, "commission"),
    isCostKnown
      ? figure(profitTexts.contribution, "contribution", ofSales)
      : unknown(profitTexts.contribution),
  ];
}
