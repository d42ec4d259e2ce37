/** The five figures of the overview, each with how it changed. */
import { type Comparer, comparer, costNote, countValue, type Figure, moneyValue } from "../figure.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import type { Metric, SalesOverview } from "./answer.ts";

export interface MetricFigure extends Figure {
  readonly metric: Metric;
}

/** What is told of a range's sales; of costs, to some alone. */
type Sales = Omit<SalesOverview, "costCoverage"> & Partial<Pick<SalesOverview, "costCoverage">>;

/** @returns a figure for each metric that may be seen, in their order */
export function figuresOf(now: Sales, formats: Formats, timeZone: string): readonly MetricFigure[] {
  const before = now.previous;
  const { money, count } = formats;
  const compare = comparer(now.range, before?.range, formats, timeZone);
  const average = now.averageOrderValue;
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
    ...profitFigure(now, formats, compare),
  ];
}

/** @returns none for those who may not see it */
function profitFigure(now: Sales, formats: Formats, compare: Comparer): readonly MetricFigure[] {
  const { totalProfit, costCoverage, previous } = now;
  if (totalProfit === undefined || costCoverage === undefined) return [];
  const figure = { metric: "profit", name: texts.profit } as const;
  if (costCoverage === 0) return [{ ...figure, value: undefined, change: texts.costUnknown }];
  return [{
    ...figure,
    value: moneyValue(totalProfit, formats),
    change: compare(totalProfit, previous?.totalProfit, formats.money),
    note: profitNote({ ...now, costCoverage }, formats),
  }];
}

function profitNote({ profitMargin, costCoverage }: SalesOverview, formats: Formats): string | undefined {
  const margin = typeof profitMargin === "number" ? texts.margin(formats.percent(profitMargin)) : undefined;
  const notes = [margin, costNote(costCoverage, formats)].filter((note) => note !== undefined);
  return notes.length === 0 ? undefined : notes.join(" · ");
}
