/** What sold: products by rank, categories as a tree. */
import { UserInputError } from "../base/errors.ts";
import type { Queryable } from "../db/pool.ts";
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import type { Answer } from "./answer.ts";
import { type Decimal, decimal, growth, rounded, share } from "./decimal.ts";
import { chooseLane } from "./lane.ts";
import type { Span } from "./period.ts";

export type ProductSort = "REVENUE" | "UNITS" | "PROFIT" | "MARGIN";

interface Sold {
  readonly revenue: number;
  readonly unitsSold: number;
  readonly profit: number;
  readonly profitMargin: number | null;
  readonly growthRate: number | null;
}

export interface ProductInsight extends Sold {
  readonly productId: string;
}

export interface CategoryInsight extends Sold {
  /** Null for products without a category. */
  readonly category: Category | null;
  readonly parentId: string | null;
  readonly revenueShare: number | null;
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly categoryId: string | null;
  readonly costPrice: number | null;
  readonly sellingPrice: number;
}

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
}

interface SoldRow {
  /** Null in the one row of a range in which nothing was sold. */
  readonly revenue: string | null;
  readonly costed_revenue: string;
  readonly profit: string;
  readonly units: number;
  readonly previous_revenue: string;
  readonly as_of: Temporal.Instant;
}

interface ProductRow extends SoldRow {
  readonly product_id: string;
}

/** @param limit 1 to 1000 */
export async function topProducts(
  analytics: Analytics,
  span: Span,
  sort: ProductSort,
  limit: number,
): Promise<Answer<readonly ProductInsight[]>> {
  if (limit < 1 || limit > 1000) {
    throw new UserInputError(`Argument limit must be from 1 to 1000, got ${limit}`);
  }
  const lane = chooseLane(await analytics.coverage(), analytics.calendar);
  const rows = await analytics.database.run<ProductRow>(statement(`queries/topProducts.${lane}`), {
    ...parametersOf(analytics, span),
    sort,
    limit,
  });
  const digits = currencyDigits(analytics.currency);
  return {
    value: rows.filter(wasSold).map((row) => ({ productId: row.product_id, ...soldOf(row, digits) })),
    lane,
    asOf: asOf(rows),
  };
}

interface CategoryRow extends SoldRow {
  readonly category_id: string | null;
  readonly parent_id: string | null;
  readonly name: string;
  readonly path: readonly string[];
  readonly all_revenue: string;
}

/** @returns every category that sold, each with all below it, the largest revenue first */
export async function categoryBreakdown(
  analytics: Analytics,
  span: Span,
): Promise<Answer<readonly CategoryInsight[]>> {
  const lane = chooseLane(await analytics.coverage(), analytics.calendar);
  const rows = await analytics.database.run<CategoryRow>(
    statement(`queries/categoryBreakdown.${lane}`),
    parametersOf(analytics, span),
  );
  const digits = currencyDigits(analytics.currency);
  const value = rows.filter(wasSold).map((row) => ({
    category: row.category_id === null ? null : { id: row.category_id, name: row.name, path: row.path },
    parentId: row.parent_id,
    revenueShare: share(decimal(row.revenue), decimal(row.all_revenue)),
    ...soldOf(row, digits),
  }));
  return { value, lane, asOf: asOf(rows) };
}

/** @returns the products that exist, in no order */
export async function productsByIds(
  database: Queryable,
  currency: string,
  ids: readonly string[],
): Promise<readonly Product[]> {
  const rows = await database.run<
    {
      readonly id: string;
      readonly name: string;
      readonly category_id: string | null;
      readonly cost_price: string | null;
      readonly selling_price: string;
    }
  >(statement("queries/productsByIds"), { ids });
  const digits = currencyDigits(currency);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    categoryId: row.category_id,
    costPrice: row.cost_price === null ? null : rounded(decimal(row.cost_price), digits),
    sellingPrice: rounded(decimal(row.selling_price), digits),
  }));
}

/** @returns the categories that exist, in no order */
export async function categoriesByIds(
  database: Queryable,
  ids: readonly string[],
): Promise<readonly Category[]> {
  return await database.run<Category>(statement("queries/categoriesByIds"), { ids });
}

function parametersOf(analytics: Analytics, span: Span) {
  return {
    from: span.range.from,
    to: span.range.to,
    previous_from: span.previous.from,
    previous_to: span.previous.to,
    zone: analytics.calendar.timeZone,
  };
}

function wasSold<R extends SoldRow>(row: R): row is R & { readonly revenue: string } {
  return row.revenue !== null;
}

function soldOf(row: SoldRow & { readonly revenue: string }, digits: number): Sold {
  const revenue: Decimal = decimal(row.revenue);
  const profit = decimal(row.profit);
  return {
    revenue: rounded(revenue, digits),
    unitsSold: row.units,
    profit: rounded(profit, digits),
    profitMargin: share(profit, decimal(row.costed_revenue)),
    growthRate: growth(revenue, decimal(row.previous_revenue)),
  };
}

function asOf(rows: readonly SoldRow[]): Temporal.Instant {
  const [first] = rows;
  if (!first) throw new TypeError("A statement must return a row even where nothing was sold");
  return first.as_of;
}
