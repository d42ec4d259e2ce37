/** The five figures of the overview, each with how it changed. */
import { comparer, costNote, countValue, type Figure, moneyValue } from "../figure.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import type { Metric, SalesOverview } from "./answer.ts";

export interface MetricFigure extends Figure {
  readonly metric: Metric;
}

/** @returns a figure for each metric, in their order */
export function figuresOf(now: SalesOverview, formats: Formats, timeZone: string): readonly MetricFigure[] {
  const before = now.previous;
  const { money, count } = formats;
  const compare = comparer(now.range, before?.range, formats, timeZone);
  const average = now.averageOrderValue;
  const isCostKnown = now.costCoverage !== 0;
  return [
    {
      metric: "revenue",
      name: texts.revenue,
      value: moneyValue(now.totalRevenue, formats),
      change: compare(now.totalRevenue, before?.totalRevenue, money),
    },
    {
      metric: "orders",
      name: texts.orders,
      value: countValue(now.totalOrders, formats),
      change: compare(now.totalOrders, before?.totalOrders, count),
    },
    {
      metric: "aov",
      name: texts.averageOrder,
      value: average === null ? undefined : moneyValue(average, formats),
      change: average === null ? texts.noOrders : compare(average, before?.averageOrderValue, money),
    },
    {
      metric: "customers",
      name: texts.metrics.customers,
      value: countValue(now.customers, formats),
      change: compare(now.customers, before?.customers, count),
    },
    {
      metric: "profit",
      name: texts.profit,
      value: isCostKnown ? moneyValue(now.totalProfit, formats) : undefined,
      change: isCostKnown ? compare(now.totalProfit, before?.totalProfit, money) : texts.costUnknown,
      note: profitNote(now, formats),
    },
  ];
}

function profitNote({ profitMargin, costCoverage }: SalesOverview, formats: Formats): string | undefined {
  if (costCoverage === 0) return undefined;
  const margin = profitMargin === null ? undefined : texts.margin(formats.percent(profitMargin));
  const notes = [margin, costNote(costCoverage, formats)].filter((note) => note !== undefined);
  return notes.length === 0 ? undefined : notes.join(" · ");
}
