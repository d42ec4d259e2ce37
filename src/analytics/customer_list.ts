/** All customers, page by page. */
import { statement } from "../db/statements.ts";
import { type Analytics, currencyDigits } from "./analytics.ts";
import { type Answer, answerOf, type AnswerRow } from "./answer.ts";
import { checkCount, checkSearch, checkText, checkValues } from "./arguments.ts";
import { ask } from "./ask.ts";
import { cursorOf, type KeyKind, type Page, type PageArguments, placeOf } from "./cursor.ts";
import { noFilter } from "./filter.ts";
import { chooseLane } from "./choose_lane.ts";
import { figuresOf, type FiguresRow, type LifetimeFigures } from "./lifetime.ts";

export type CustomerSort = "REVENUE" | "ORDERS" | "LAST_ORDER" | "NAME";

/** Which customers, and in which order. */
export interface CustomerChoice {
  readonly sort: CustomerSort;
  /** As they are now; null is without one, undefined all. */
  readonly segments?: readonly (string | null)[] | undefined;
}

export interface CustomerPage extends Omit<Page<LifetimeFigures>, "totalCount"> {
  /** Null where a search finds too many to count them. */
  readonly totalCount: number | null;
}

/** A search that finds more does not tell how many; the schema says so. */
const countable = 10_000;

interface CustomerRow extends AnswerRow, Omit<FiguresRow, "customer_id"> {
  /** Null, as is all else, in the one row of an empty page. */
  readonly customer_id: string | null;
  readonly key: string | null;
  readonly total: number | null;
}

const kinds: Readonly<Record<CustomerSort, KeyKind>> = {
  REVENUE: "number",
  ORDERS: "count",
  LAST_ORDER: "day",
  NAME: "text",
};

/**
 * @param page first is 1 to 1000; customers are listed whose name and e-mail hold, for each word of search, one that begins
 * with it
 * @param count whether anybody asks how many there are on all pages; null is told without
 * @returns a page of the customers; by id among equals
 */
export async function listCustomers(
  analytics: Analytics,
  { sort, segments }: CustomerChoice,
  page: PageArguments,
  count: boolean,
): Promise<Answer<CustomerPage>> {
  const words = wordsOf(page.search ?? "");
  const order = ["customers", sort, words, checkSegments(segments)];
  const after = page.after === undefined ? undefined : placeOf("after", page.after, order, kinds[sort]);
  const first = checkCount("first", page.first);
  const { lane } = await chooseLane(analytics, { kind: "lifetime" }, noFilter);
  const rows = await ask<CustomerRow>(
    analytics,
    { field: "customers", lane },
    statement(`queries/customers.${lane}`),
    {
      sort,
      search: words.length > 0 ? words.map((word) => `'${word}':*`).join(" & ") : null,
      segments: segments ?? null,
      after_key: after?.key ?? null,
      after_id: after?.id ?? null,
      // One more tells whether there is a next page.
      first: first + 1,
      with_count: count,
      countable,
      zone: analytics.calendar.timeZone,
    },
  );
  const digits = currencyDigits(analytics.currency);
  const found = rows.flatMap(({ customer_id: id, key, ...row }) =>
    id === null
      ? []
      : [{ cursor: cursorOf(order, { key, id }), node: figuresOf({ ...row, customer_id: id }, digits) }]
  );
  const edges = found.slice(0, first);
  return answerOf<CustomerPage>(rows, lane, {
    edges,
    pageInfo: {
      hasNextPage: found.length > first,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: rows[0]?.total ?? null,
  });
}

// As the index of words parts them (customer_words in SQL): by what is ASCII, but no letter or digit.
const between = /[^0-9A-Za-z\x80-\uffff]+/;

/** @returns each word once, and none that another begins with: whoever has that has both, and to look for each takes time */
function wordsOf(search: string): readonly string[] {
  const words = [...new Set(checkSearch(search).split(between).filter((word) => word !== ""))];
  return words.filter((word) => !words.some((other) => other !== word && other.startsWith(word)));
}

function checkSegments(segments: CustomerChoice["segments"]): CustomerChoice["segments"] {
  return segments &&
    checkValues("segments", segments).map((segment) => segment && checkText("segments", segment));
}
