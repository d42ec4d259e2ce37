/** Rebuilding whole days from orders and lines: what large loads and the first build touch. */
import type { Parameters, Queryable } from "../db/pool.ts";
import { parseStatement, statement } from "../db/statements.ts";
import {
  categoryDaily,
  categoryMonthly,
  customerDaily,
  hourly,
  orderDaily,
  orderMonthly,
  productDaily,
  productMonthly,
} from "./aggregates.ts";
import { findChanged, relinkCustomers } from "./customers.ts";
import { storeOrAppend } from "./store.ts";
import { forgetYears } from "./years.ts";

/** Days in a row, [first_day, end_day), and their instants [from, to). */
export interface Span {
  readonly first_day: string;
  readonly end_day: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

const storeHours = storeOrAppend({ ...hourly, definition: statement("days/agg_hourly_metrics") });
const storeRepDays = storeOrAppend({ ...orderDaily, definition: statement("days/agg_order_daily") });
const storeRepMonths = storeOrAppend(orderMonthly);
const storeProductDays = storeOrAppend(productDaily);
const storeProductMonths = storeOrAppend(productMonthly);
const storeCategoryDays = storeOrAppend(categoryDaily);
const storeCategoryMonths = storeOrAppend(categoryMonthly);
const findChangedCustomers = findChanged(
  statement("days/agg_customer_daily"),
  `where ${customerDaily.scope}`,
);
const emptyOrders = parseStatement("empty drained_orders", "delete from drained_orders");

/** @param building whether the customers' days are made at the end of the build, of all their orders */
export async function rebuildDays(
  transaction: Queryable,
  span: Span,
  { zone, building }: { readonly zone: string; readonly building: boolean },
): Promise<void> {
  const parameters = { ...span, zone };
  await transaction.run(emptyOrders);
  await transaction.run(statement("days/plan_for_orders"));
  await transaction.run(statement("days/sum_orders"), parameters);
  await transaction.run(statement("drain/plan_for_days"));
  await storeHours(transaction, parameters);
  await storeRepDays(transaction, parameters);
  await storeRepMonths(transaction, monthsOf(span));
  await storeProductDays(transaction, parameters);
  await storeProductMonths(transaction, monthsOf(span));
  await forgetYears(transaction, span);
  await storeCategoryDays(transaction, parameters);
  await storeCategoryMonths(transaction, monthsOf(span));
  if (building) await transaction.run(statement("build/append_orders"));
  else await transaction.run(findChangedCustomers, parameters);
  await transaction.run(statement("drain/plan_for_keys"));
  if (!building) await relinkCustomers(transaction);
}

// Months that the span lies in, from their first days on.
function monthsOf({ first_day, end_day }: Span): Parameters {
  const first = Temporal.PlainDate.from(first_day).with({ day: 1 });
  const last = Temporal.PlainDate.from(end_day).subtract({ days: 1 });
  return {
    first_day: first.toString(),
    end_day: last.with({ day: 1 }).add({ months: 1 }).toString(),
  };
}

export interface Day {
  readonly day: string;
  readonly lo: Temporal.Instant;
  readonly hi: Temporal.Instant;
}

/**
 * @param longest most days of a span
 * @returns the days, which are in order, as spans
 */
export function spansOf(days: readonly Day[], longest = 31): readonly Span[] {
  const spans: Span[] = [];
  let length = 0;
  for (const { day, lo, hi } of days) {
    const end = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
    const last = spans.at(-1);
    if (last?.end_day === day && length < longest) {
      spans[spans.length - 1] = { ...last, end_day: end, to: hi };
      length++;
    } else {
      spans.push({ first_day: day, end_day: end, from: lo, to: hi });
      length = 1;
    }
  }
  return spans;
}
