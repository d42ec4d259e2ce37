/** The figures of a product's page. */
import { type Comparer, comparer, costNote, countValue, type Figure, moneyValue } from "../figure.ts";
import type { Formats } from "../formats.ts";
import { texts } from "../texts.ts";
import type { ProductMetric, ProductPerformance } from "./answer.ts";
import { productTexts } from "./texts.ts";

export interface ProductFigure extends Figure {
  /** What the chart shows of it; undefined for what has no trend. */
  readonly metric: ProductMetric | undefined;
}

export function productFigures(
  now: ProductPerformance,
  formats: Formats,
  timeZone: string,
): readonly ProductFigure[] {
  const before = now.previous;
  const { money, count } = formats;
  const compare = comparer(now.range, before?.range, formats, timeZone);
  return [
    {
      metric: "revenue",
      name: productTexts.revenue,
      value: moneyValue(now.revenue, formats),
      change: compare(now.revenue, before?.revenue, money),
      note: now.revenueShare === null ? undefined : productTexts.share(formats.percent(now.revenueShare)),
    },
    {
      metric: "units",
      name: productTexts.units,
      value: countValue(now.unitsSold, formats),
      change: compare(now.unitsSold, before?.unitsSold, count),
      note: now.averagePrice === null ? undefined : `${productTexts.averagePrice} ${money(now.averagePrice)}`,
    },
    {
      metric: "orders",
      name: productTexts.orders,
      value: countValue(now.orders, formats),
      change: compare(now.orders, before?.orders, count),
    },
    ...profitFigure(now, formats, compare),
    rankFigure(now, formats),
  ];
}

/** @returns none for those who may not see it */
function profitFigure(
  now: ProductPerformance,
  formats: Formats,
  compare: Comparer,
): readonly ProductFigure[] {
  const { profit, profitMargin, costCoverage, previous } = now;
  if (profit === undefined) return [];
  const figure = { metric: "profit", name: productTexts.profit } as const;
  if (!costCoverage) return [{ ...figure, value: undefined, change: texts.costUnknown }];
  const margin = typeof profitMargin === "number" ? texts.margin(formats.percent(profitMargin)) : undefined;
  return [{
    ...figure,
    value: moneyValue(profit, formats),
    change: compare(profit, previous?.profit, formats.money),
    note: [margin, costNote(costCoverage, formats)].filter((part) => part !== undefined).join(" · "),
  }];
}

function rankFigure({ rank, rankedProducts, previous }: ProductPerformance, formats: Formats): ProductFigure {
  const { count } = formats;
  const note = rank === null ? undefined : productTexts.rankOf(count(rank), count(rankedProducts));
  const text = rank === null ? "" : `#${count(rank)}`;
  return {
    metric: undefined,
    name: productTexts.rank,
    value: rank === null ? undefined : { text, exact: note ?? "", amount: rank },
    change: rank === null
      ? productTexts.notSold
      : previous?.rank
      ? productTexts.rankBefore(`#${count(previous.rank)}`)
      : undefined,
    note,
  };
}
