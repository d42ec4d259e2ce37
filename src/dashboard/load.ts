/** From a request's URL to everything its page shows. */
import { createClock } from "../base/clock.ts";
import { toInstants } from "./answers.ts";
import type { Basis } from "../base/tidings.ts";
import { type FilterOptions, filterOptions, noOptions } from "./filter_options.ts";
import { type Formats, formatsOf, type InstantRange } from "./formats.ts";
import type { FiltersQuery, Operations, ShopQuery } from "./operation_types.ts";
import { type Sources, sourcesOf } from "./source.ts";
import type { Asker, QueryResult } from "./state.ts";
import { texts } from "./texts.ts";
import { readView, variablesOf, type View, type ViewVariables } from "./view.ts";

/** The shop as the pages need it. */
export interface Shop {
  readonly timeZone: string;
  readonly formats: Formats;
  /** Where periods end. */
  readonly now: Temporal.Instant;
  /** What the orders cover. */
  readonly data: InstantRange;
}

/** A page's answer, with all that its frame needs. */
export interface Loaded<T> {
  readonly kind: "loaded";
  readonly view: View;
  readonly shop: Shop;
  readonly period: ViewVariables["period"];
  /** What the view covers. */
  readonly range: InstantRange;
  readonly answer: T;
  readonly sources: Sources;
  readonly basis: Basis | undefined;
  readonly options: FilterOptions;
  /** Whether costs, profits, and customers one by one may be shown. */
  readonly margins: boolean;
  /** Whether its charts may be shared. */
  readonly shares: boolean;
  /** When the page was made, in real time. */
  readonly made: Temporal.Instant;
}

/** A page that shows a message instead of figures. */
export interface NoticeScreen {
  readonly kind: "notice";
  readonly status: 400 | 403 | 404 | 429 | 500 | 503;
  readonly view: View | undefined;
  readonly title: string;
  readonly text: string;
  readonly retry: boolean;
  /** When trying again may help; left out where nobody can tell. */
  readonly retryAfterSeconds?: number;
}

export type Screen<T> = Loaded<T> | NoticeScreen | { readonly kind: "empty" };

/** What a page asks beside the shop, or what is wrong with its URL. */
export type Question<Name extends keyof Operations> =
  | { readonly operation: Name; readonly variables: Operations[Name]["variables"] }
  | { readonly problem: string };

/** What a page's own question is asked with: of its view, and for those who look at it. */
export interface PageVariables extends ViewVariables {
  readonly margins: boolean;
}

const clock = createClock();

/**
 * @param ask what the page's own operation is, and its variables
 * @returns what to show for the URL: figures, a word to a new shop, or why there are no figures
 */
export async function loadPage<Name extends keyof Operations>(
  asker: Asker,
  url: URL,
  ask: (variables: PageVariables) => Question<Name>,
): Promise<Screen<Operations[Name]["data"]>> {
  const read = readView(url.searchParams);
  if ("problem" in read) return refusal(read.problem);
  const { view } = read;

  const shopResult = await asker.query("shop", {});
  if (!succeeded<ShopQuery>(shopResult)) return failure(shopResult, view, asker);
  const { shop: { timeZone, currency, now: nowText, dataRange } } = shopResult.data;
  if (dataRange === null) return { kind: "empty" };
  const [now, data] = [Temporal.Instant.from(nowText), toInstants(dataRange)];
  const shop: Shop = { timeZone, formats: formatsOf(currency, timeZone), now, data };

  const variables = variablesOf(view, { timeZone, now, firstOrder: data.from });
  const margins = asker.visitor?.seesMargins ?? false;
  const question = ask({ ...variables, margins });
  if ("problem" in question) return refusal(question.problem);
  const { period, dateRange } = variables;
  const [result, found] = await Promise.all([
    asker.query(question.operation, question.variables),
    asker.query("filters", { period, dateRange }),
  ]);
  if (!succeeded<Operations[Name]["data"]>(result)) return failure(result, view, asker);
  return {
    kind: "loaded",
    view,
    shop,
    period,
    range: rangeInstants(variables, now, timeZone),
    answer: result.data,
    sources: sourcesOf(result),
    basis: result.basis,
    // Without names for its filters a page is still worth showing.
    options: succeeded<FiltersQuery>(found) ? filterOptions(found.data) : noOptions,
    margins,
    shares: asker.visitor?.shares ?? false,
    made: clock.wall(),
  };
}

/** A calendar period is one to date: what it covers is told before its answer, for pages whose answers do not say. */
function rangeInstants(
  { period, dateRange }: ViewVariables,
  now: Temporal.Instant,
  zone: string,
): InstantRange {
  if (dateRange) return toInstants(dateRange);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const month = period === "YEAR"
    ? 1
    : period === "QUARTER"
    ? today.month - (today.month - 1) % 3
    : today.month;
  const first = period === "TODAY" ? today : today.with({ day: 1, month });
  return { from: first.toZonedDateTime(zone).toInstant(), to: now };
}

/** @returns the HTTP status that says what the screen says */
export function statusOf(screen: Screen<unknown>): number {
  return screen.kind === "notice" ? screen.status : 200;
}

/** @returns headers that keep figures out of shared caches, and bring callers back when they may be had again */
export function headersOf(screen: Screen<unknown>): Record<string, string> {
  const seconds = screen.kind === "notice" ? screen.retryAfterSeconds : undefined;
  return {
    "cache-control": "private, no-cache",
    ...(seconds !== undefined && { "retry-after": String(seconds) }),
  };
}

/** The document and the schema are our own, so an answer without errors has the type that belongs to the document. */
function succeeded<T>(
  result: QueryResult,
): result is QueryResult & { readonly data: T & QueryResult["data"] } {
  return result.errors === undefined && result.data !== undefined && result.data !== null;
}

function refusal(problem: string): NoticeScreen {
  return {
    kind: "notice",
    status: 400,
    view: undefined,
    title: texts.refusedTitle,
    text: problem,
    retry: false,
  };
}

function failure({ errors = [] }: QueryResult, view: View, { requestId }: Asker): NoticeScreen {
  const [error] = errors;
  switch (error?.extensions?.code) {
    case "BAD_USER_INPUT":
    case "QUERY_TOO_BROAD":
      return { ...refusal(error.message), view };
    case "FORBIDDEN":
      return {
        kind: "notice",
        status: 403,
        view,
        title: texts.forbiddenTitle,
        text: texts.forbiddenText,
        retry: false,
      };
    case "RATE_LIMITED":
    case "OVERLOADED":
      return later(view, error.extensions.code, error.extensions["retryAfterSeconds"]);
    case "UNAVAILABLE":
      return unavailable(view, texts.unavailableTitle, texts.unavailableText);
    case "TIMEOUT":
      return unavailable(view, texts.slowTitle, texts.slowText);
    default:
      return {
        kind: "notice",
        status: 500,
        view,
        title: texts.brokenTitle,
        text: texts.brokenText(String(error?.extensions?.["requestId"] ?? requestId)),
        retry: true,
      };
  }
}

function unavailable(view: View, title: string, text: string): NoticeScreen {
  return { kind: "notice", status: 503, view, title, text, retry: true, retryAfterSeconds: 5 };
}

/** @param code of one who may go on later */
function later(view: View, code: "RATE_LIMITED" | "OVERLOADED", seconds: unknown): NoticeScreen {
  const [status, title, text] = code === "RATE_LIMITED"
    ? [429, texts.tooManyTitle, texts.tooManyText] as const
    : [503, texts.busyTitle, texts.busyText] as const;
  const wait = typeof seconds === "number" ? { retryAfterSeconds: seconds } : {};
  return { kind: "notice", status, view, title, text, retry: true, ...wait };
}
