/** The four figures of the overview, each with how it changed. */
import { type Sales, type SalesOverview, toInstants } from "./answers.ts";
import type { Formats } from "./formats.ts";
import { texts } from "./texts.ts";
import { daysOf } from "./view.ts";

export interface Figure {
  readonly name: string;
  /** Undefined where there is none, such as the average of no orders. */
  readonly value: FigureValue | undefined;
  /** How it changed, or why that cannot be said. */
  readonly change: Change | string;
  /** What stands beside its name. */
  readonly aside?: string | undefined;
  /** What to know before relying on it. */
  readonly note?: string | undefined;
}

export interface FigureValue {
  readonly text: string;
  /** In full. */
  readonly exact: string;
  readonly amount: number;
}

export type Direction = "up" | "down" | "flat";

export interface Change {
  readonly direction: Direction;
  readonly text: string;
  /** The range compared with. */
  readonly versus: string;
  /** What it was then. */
  readonly before: string;
}

export function figuresOf(now: SalesOverview, formats: Formats, timeZone: string): readonly Figure[] {
  const before = now.previous;
  const versus = comparedRange(now, before, formats, timeZone);
  const { money, count } = formats;
  const change = (share: number | null, earlier: string) => changeOf(share, earlier, versus, formats);
  return [
    {
      name: texts.revenue,
      value: moneyValue(now.totalRevenue, formats),
      change: change(now.growthRate, money(before.totalRevenue)),
    },
    {
      name: texts.orders,
      value: { text: count(now.totalOrders), exact: count(now.totalOrders), amount: now.totalOrders },
      change: change(growth(now.totalOrders, before.totalOrders), count(before.totalOrders)),
    },
    now.averageOrderValue === null
      ? { name: texts.averageOrder, value: undefined, change: texts.noOrders }
      : {
        name: texts.averageOrder,
        value: moneyValue(now.averageOrderValue, formats),
        change: change(
          growth(now.averageOrderValue, before.averageOrderValue ?? 0),
          money(before.averageOrderValue ?? 0),
        ),
      },
    ...profitFigure(now, formats, change),
  ];
}

/** None for those who may not see it. */
function profitFigure(
  { totalProfit, profitMargin, costCoverage, previous }: SalesOverview,
  formats: Formats,
  change: (share: number | null, earlier: string) => Change | string,
): readonly Figure[] {
  if (totalProfit === undefined) return [];
  if (costCoverage === 0) return [{ name: texts.profit, value: undefined, change: texts.costUnknown }];
  const before = previous.totalProfit ?? 0;
  return [{
    name: texts.profit,
    value: moneyValue(totalProfit, formats),
    change: change(growth(totalProfit, before), formats.money(before)),
    aside: profitMargin === null || profitMargin === undefined
      ? undefined
      : texts.margin(formats.percent(profitMargin)),
    note: costNote(costCoverage, formats),
  }];
}

/** @returns which way a change went; what reads as 0 % is none, whichever way it leans */
export function directionOf(share: number, formats: Formats): Direction {
  if (formats.change(share) === formats.change(0)) return "flat";
  return share > 0 ? "up" : "down";
}

function moneyValue(amount: number, formats: Formats): FigureValue {
  return { text: formats.headlineMoney(amount), exact: formats.money(amount), amount };
}

function changeOf(share: number | null, before: string, versus: string, formats: Formats): Change | string {
  if (share === null) return texts.nothingBefore;
  const text = formats.change(share);
  return {
    direction: directionOf(share, formats),
    text,
    versus: texts.versus(versus),
    before: texts.before(before, versus),
  };
}

/** @returns the change as a share of |before|; null where that is 0 */
function growth(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / Math.abs(before);
}

function comparedRange(now: Sales, before: Sales, formats: Formats, timeZone: string): string {
  const [current, previous] = [toInstants(now.range), toInstants(before.range)];
  const years = [daysOf(previous, timeZone), daysOf(current, timeZone)].flatMap((
    { from, to },
  ) => [from.year, to.year]);
  return new Set(years).size === 1 ? formats.rangeOfYear(previous) : formats.range(previous);
}

function costNote(coverage: number | null, formats: Formats): string | undefined {
  if (coverage === null) return undefined;
  const text = formats.percent(coverage);
  return text === formats.percent(1) ? undefined : texts.costKnown(text);
}
