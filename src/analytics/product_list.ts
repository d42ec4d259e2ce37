/** All products, sold or not, page by page. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { checkCount, checkSearch } from "./arguments.ts";
import { ask, spanParameters } from "./ask.ts";
import { cursorOf, type Page, type PageArguments, pageOf, placeOf } from "./cursor.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Span } from "./period.ts";
import { insightOf, type ProductInsight, type ProductRow, type ProductSort } from "./products_sold.ts";
import { type MaybeSold, soldRows } from "./rows.ts";

export type ProductPage = Page<ProductInsight>;

interface ListedRow extends ProductRow {
  /** What it is ordered by; null for a product without a margin. */
  readonly measure: string | null;
}

interface Total extends AnswerRow {
  /** How many there are on all pages. */
  readonly total: number;
}

/**
 * @param filter by category or product it says which products are listed, too
 * @param page first is 1 to 1000; products are listed whose names hold all words of search
 * @returns a page of the products, the largest measure first; by id among equals
 */
export async function listProducts(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  sort: ProductSort,
  page: PageArguments,
): Promise<Answer<ProductPage>> {
  const { calendar, currency } = analytics;
  const patterns = patternsOf(page.search ?? "");
  const range = span.period === "CUSTOM" ? [String(span.range.from), String(span.range.to)] : span.period;
  const order = ["products", sort, range, filterParameters(filter), patterns];
  const after = page.after === undefined ? undefined : placeOf("after", page.after, order, "number");
  const question = { kind: "products", allTime: span.period === "ALL_TIME" } as const;
  const { lane } = await chooseLane(analytics, question, filter);
  const rows = await ask<MaybeSold<ListedRow> & Total>(
    analytics,
    { field: "products", lane, span, filter },
    statement(`queries/products.${lane}`),
    {
      ...spanParameters(span, calendar),
      ...filterParameters(filter),
      sort,
      patterns: patterns.length > 0 ? patterns : null,
      first: checkCount("first", page.first),
      after_measure: after?.key ?? null,
      after_id: after?.id ?? null,
    },
  );
  const digits = currencyDigits(currency);
  const entries = soldRows<ListedRow>(rows).map((row) => ({
    cursor: cursorOf(order, { key: row.measure, id: row.product_id }),
    node: insightOf(row, span, digits),
  }));
  return answerOf(rows, lane, pageOf(entries, entries[0]?.node.rank, rows[0]?.total ?? 0));
}

/** @returns what a name must match, word by word */
function patternsOf(search: string): readonly string[] {
  const words = checkSearch(search).split(/\s+/).filter((word) => word !== "");
  return [...new Set(words)].map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
}
