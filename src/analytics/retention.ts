/** Who came back: the customers of a range beside those of an earlier one. */
import { UserInputError } from "../base/errors.ts";
import { statement } from "../db/statements.ts";
import type { Analytics } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { ask, spanParameters } from "./ask.ts";
import { shareOf } from "./decimal.ts";
import { type Filter, filterParameters } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import type { Range, Span } from "./period.ts";

/** Shares from 0 to 1; null of nobody. */
export interface Retention {
  readonly range: Range;
  readonly previousRange: Range;
  readonly customers: number;
  readonly previousCustomers: number;
  readonly retainedCustomers: number;
  readonly retentionRate: number | null;
  readonly churnRate: number | null;
  /** Undefined, as are the returning ones, where nobody asked for it. */
  readonly newCustomers: number | undefined;
  readonly returningCustomers: number | undefined;
  /** Undefined, as is their share, where nobody asked for it. */
  readonly repeatCustomers: number | undefined;
  readonly repeatRate: number | null | undefined;
}

/** What takes longer than the rest. */
export interface RetentionParts {
  /** Who had never ordered before. */
  readonly newness: boolean;
  /** Who ordered twice or more. */
  readonly repeats: boolean;
}

const newnessFields = ["newCustomers", "returningCustomers"];

interface RetentionRow extends AnswerRow {
  readonly customers: number;
  readonly previous_customers: number;
  readonly retained_customers: number;
  readonly new_customers: number | null;
  readonly repeat_customers: number | null;
}

/**
 * @param filter says which orders there are at all: with one, a new customer is one without an earlier order that it leaves
 * @throws UserInputError where the span compares with nothing
 */
export async function customerRetention(
  analytics: Analytics,
  span: Span,
  filter: Filter,
  { newness, repeats }: RetentionParts,
): Promise<Answer<Retention>> {
  const { range, previous: previousRange } = span;
  if (!previousRange) {
    throw new UserInputError(
      "Argument compareTo must not be NONE: retention compares the customers of two ranges",
    );
  }
  const { lane } = await chooseLane(analytics, { kind: "retention" }, filter);
  const rows = await ask<RetentionRow>(
    analytics,
    { field: "customerRetention", lane, span, filter, sinceTheFirst: newness ? newnessFields : [] },
    statement(`queries/customerRetention.${lane}`),
    {
      ...spanParameters(span, analytics.calendar),
      ...filterParameters(filter),
      with_new: newness,
      with_repeat: repeats,
    },
  );
  const [row] = rows;
  if (!row) throw new TypeError("customerRetention must return a row");
  const { customers, previous_customers: previousCustomers, retained_customers: retainedCustomers } = row;
  const newCustomers = row.new_customers ?? undefined;
  const repeatCustomers = row.repeat_customers ?? undefined;
  return answerOf<Retention>(rows, lane, {
    range,
    previousRange,
    customers,
    previousCustomers,
    retainedCustomers,
    retentionRate: shareOf(retainedCustomers, previousCustomers),
    churnRate: shareOf(previousCustomers - retainedCustomers, previousCustomers),
    newCustomers,
    returningCustomers: newCustomers === undefined ? undefined : customers - newCustomers,
    repeatCustomers,
    repeatRate: repeatCustomers === undefined ? undefined : shareOf(repeatCustomers, customers),
  });
}
