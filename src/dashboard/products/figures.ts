/** The figures of a product's page. */
import { comparer, costNote, countValue, type Figure, moneyValue } from "../figure.ts";
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
  const isCostKnown = now.costCoverage !== 0 && now.costCoverage !== null;
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
    {
      metric: "profit",
      name: productTexts.profit,
      value: isCostKnown ? moneyValue(now.profit, formats) : undefined,
      change: isCostKnown ? compare(now.profit, before?.profit, money) : texts.costUnknown,
      note: [
        now.profitMargin === null ? undefined : texts.margin(formats.percent(now.profitMargin)),
        isCostKnown ? costNote(now.costCoverage, formats) : undefined,
      ].filter((part) => part !== undefined).join(" · "),
    },
    rankFigure(now, formats),
  ];
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
