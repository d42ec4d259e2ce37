/** Rebuilding whole days from orders and lines: what large loads and the first build touch. */
import type { Parameters, Queryable } from "../db/pool.ts";
import { type Statement, statement } from "../db/statements.ts";
import {
  type Aggregate,
  customerDaily,
  hourly,
  orderDaily,
  productDaily,
  productMonthly,
} from "./aggregates.ts";
import { appendCustomers, findChanged, relinkCustomers } from "./customers.ts";
import { appendScope, isScopeEmpty, storeScope } from "./store.ts";

/** Days in a row, [first_day, end_day), and their instants [from, to). */
export interface Span {
  readonly first_day: string;
  readonly end_day: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

const stores = [hourly, orderDaily, productDaily].map(storing);
const findChangedCustomers = findChanged(customerDaily.definition, `where ${customerDaily.scope}`);
const months = storing(productMonthly);

/** @param building whether the counts of customers are made at the end of the first build */
export async function rebuildDays(
  transaction: Queryable,
  span: Span,
  { zone, building }: { readonly zone: string; readonly building: boolean },
): Promise<void> {
  const parameters = { ...span, zone };
  await transaction.run(statement("drain/plan_for_days"));
  for (const store of stores) await storeOne(transaction, store, parameters);
  await storeOne(transaction, months, monthsOf(span));
  await transaction.run(findChangedCustomers, parameters);
  await transaction.run(statement("drain/plan_for_keys"));
  if (building) await appendCustomers(transaction, span.first_day);
  else await relinkCustomers(transaction, false);
}

interface Storing {
  readonly isEmpty: Statement;
  readonly append: Statement;
  readonly store: Statement;
}

function storing(aggregate: Aggregate): Storing {
  return {
    isEmpty: isScopeEmpty(aggregate),
    append: appendScope(aggregate),
    store: storeScope(aggregate),
  };
}

async function storeOne(transaction: Queryable, each: Storing, parameters: Parameters): Promise<void> {
  const [found] = await transaction.run<{ readonly is_empty: boolean }>(each.isEmpty, parameters);
  await transaction.run(found?.is_empty ? each.append : each.store, parameters);
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
