/** The products that sold, by rank. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf } from "./answer.ts";
import { checkCount } from "./arguments.ts";
import { ask, spanParameters } from "./ask.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Span } from "./period.ts";
import { insightOf, type ProductInsight, type ProductRow, type ProductSort } from "./products_sold.ts";
import { type MaybeSold, soldRows } from "./rows.ts";

/**
 * @param limit 1 to 1000
 * @returns the products that sold in the span's range, the largest measure first; by id among equals
 */
export async function topProducts(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  sort: ProductSort,
  limit: number,
): Promise<Answer<readonly ProductInsight[]>> {
  checkCount("limit", limit);
  const { calendar, currency } = analytics;
  const question = { kind: "products", allTime: span.period === "ALL_TIME" } as const;
  const { lane } = await chooseLane(analytics, question, filter);
  const rows = await ask<MaybeSold<ProductRow>>(
    analytics,
    { field: "topProducts", lane, span, filter },
    statement(`queries/topProducts.${lane}`),
    { ...spanParameters(span, calendar), ...filterParameters(filter), sort, limit },
  );
  const digits = currencyDigits(currency);
  return answerOf(rows, lane, soldRows(rows).map((row) => insightOf(row, span, digits)));
}
