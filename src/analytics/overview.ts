/** The figures of a range beside those of the one compared with. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow, type Provenance, together } from "./answer.ts";
import { ask, spanParameters } from "./ask.ts";
import { average, decimal, growth, rounded, share } from "./decimal.ts";
import { type Filter, filterParameters, isOfLines } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Range, Span } from "./period.ts";
import { rowsByRange, type Which } from "./rows.ts";

/** Money in the shop's currency, rounded to its smallest unit. Where products are filtered, revenue is the matching lines'. */
export interface SalesFigures {
  readonly range: Range;
  readonly totalRevenue: number;
  /** Null, as is what it is divided by, where orders were not asked for. */
  readonly totalOrders: number | null;
  readonly averageOrderValue: number | null;
  /** Null where they were not asked for. */
  readonly customers: number | null;
  readonly totalProfit: number;
  readonly profitMargin: number | null;
  readonly costCoverage: number | null;
  readonly lineRevenue: number;
  readonly unitsSold: number;
}

export interface SalesOverview extends SalesFigures {
  readonly growthRate: number | null;
  readonly revenueChange: number | null;
  readonly orderChange: number | null;
  readonly previous: SalesFigures | null;
}

/** What of the figures is asked for, where not all of them come as cheap. */
export interface OverviewParts {
  readonly orders: boolean;
  readonly customers: boolean;
}

interface SumsRow extends AnswerRow {
  readonly which: Which;
  readonly revenue: string;
  readonly line_revenue: string;
  readonly costed_revenue: string;
  readonly cost: string;
  readonly units: number;
  readonly orders: number;
}

interface CustomersRow extends AnswerRow {
  readonly which: Which;
  /** Absent where another statement tells. */
  readonly customers?: number;
}

/** @returns the figures of `span.range` beside those of `span.previous` */
export async function salesOverview(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  parts: OverviewParts = { orders: true, customers: true },
): Promise<Answer<SalesOverview>> {
  const { sums, customers, provenance } = await readRows(analytics, span, filter, parts);
  const digits = currencyDigits(analytics.currency);
  const rows = rowsByRange("salesOverview", sums);
  const counted = rowsByRange("salesOverview", customers);
  const of = (which: Which): Counted => ({
    row: rows[which],
    orders: parts.orders ? rows[which].orders : null,
    customers: parts.customers ? counted[which].customers ?? null : null,
  });
  const [current, previous] = [of("current"), of("previous")];
  const figures = figuresOf(current, span.range, digits);
  const unchanged = { growthRate: null, revenueChange: null, orderChange: null, previous: null };
  if (!span.previous) return { ...provenance, value: { ...figures, ...unchanged } };
  const [revenue, earlier] = [decimal(current.row.revenue), decimal(previous.row.revenue)];
  const value = {
    ...figures,
    growthRate: growth(revenue, earlier),
    revenueChange: rounded(revenue - earlier, digits),
    orderChange: parts.orders ? current.row.orders - previous.row.orders : null,
    previous: figuresOf(previous, span.previous, digits),
  };
  return { ...provenance, value };
}

interface Rows {
  readonly sums: readonly SumsRow[];
  readonly customers: readonly CustomersRow[];
  readonly provenance: Provenance;
}

/** One statement tells all where one lane does; otherwise customers have their own, which reads the orders. */
async function readRows(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  parts: OverviewParts,
): Promise<Rows> {
  const { calendar } = analytics;
  // Side by side, so that both go by one reading of what the aggregates hold.
  const [{ lane, table = isOfLines(filter) ? "lines" : "orders" }, ofCustomers] = await Promise.all([
    chooseLane(analytics, { kind: "sums", orders: parts.orders, commission: false }, filter),
    parts.customers ? chooseLane(analytics, { kind: "customers" }, filter) : undefined,
  ]);
  const asked = { field: "salesOverview", span, filter };
  const parameters = {
    ...spanParameters(span, calendar),
    ...filterParameters(filter),
    with_customers: parts.customers,
  };
  const reading = ask<SumsRow & CustomersRow>(
    analytics,
    { ...asked, lane },
    statement(`queries/salesOverview.${lane}.${table}`),
    parameters,
  );
  const others = ofCustomers?.lane;
  if (others === undefined || others === lane) {
    const sums = await reading;
    return { sums, customers: sums, provenance: answerOf(sums, lane, undefined) };
  }
  const [sums, customers] = await Promise.all([
    reading,
    ask<CustomersRow>(
      analytics,
      { ...asked, lane: others },
      statement("queries/salesOverview.DIRECT.customers"),
      parameters,
    ),
  ]);
  const provenance = together(answerOf(sums, lane, undefined), answerOf(customers, others, undefined));
  return { sums, customers, provenance };
}

interface Counted {
  readonly row: SumsRow;
  readonly orders: number | null;
  readonly customers: number | null;
}

function figuresOf({ row, orders, customers }: Counted, range: Range, digits: number): SalesFigures {
  const [revenue, costedRevenue] = [decimal(row.revenue), decimal(row.costed_revenue)];
  const lineRevenue = decimal(row.line_revenue);
  const profit = costedRevenue - decimal(row.cost);
  return {
    range,
    totalRevenue: rounded(revenue, digits),
    totalOrders: orders,
    averageOrderValue: orders === null ? null : average(revenue, orders, digits),
    customers,
    totalProfit: rounded(profit, digits),
    profitMargin: share(profit, costedRevenue),
    costCoverage: share(costedRevenue, lineRevenue),
    lineRevenue: rounded(lineRevenue, digits),
    unitsSold: row.units,
  };
}
