/** From a request's URL to everything its page shows. */
import { type OverviewAnswer, type ShopAnswer, toInstants } from "./answers.ts";
import { type Formats, formatsOf, type InstantRange } from "./formats.ts";
import type { Asker, QueryResult } from "./state.ts";
import { texts } from "./texts.ts";
import { type OverviewVariables, readView, variablesOf, type View } from "./view.ts";

/** The shop as the pages need it. */
export interface Shop {
  readonly timeZone: string;
  readonly formats: Formats;
  /** What the orders cover. */
  readonly data: InstantRange;
}

/** How the figures came about: the slowest way and the oldest moment of all of them. */
export interface Source {
  readonly lane: string;
  readonly asOf: Temporal.Instant;
}

export interface OverviewScreen {
  readonly kind: "overview";
  readonly view: View;
  readonly shop: Shop;
  readonly period: OverviewVariables["period"];
  readonly overview: OverviewAnswer;
  readonly source: Source | undefined;
}

/** A page that shows a message instead of figures. */
export interface NoticeScreen {
  readonly kind: "notice";
  readonly status: 400 | 500 | 503;
  readonly view: View | undefined;
  readonly title: string;
  readonly text: string;
  readonly retry: boolean;
}

export type Screen = OverviewScreen | NoticeScreen | { readonly kind: "empty" };

/** @returns what to show for the URL: figures, a word to a new shop, or why there are no figures */
export async function loadScreen(asker: Asker, url: URL): Promise<Screen> {
  const read = readView(url.searchParams);
  if ("problem" in read) return refusal(read.problem);
  const { view } = read;

  const shopResult = await asker.query("shop");
  if (!succeeded<ShopAnswer>(shopResult)) return failure(shopResult, view, asker);
  const { shop: { timeZone, currency, now, dataRange } } = shopResult.data;
  if (dataRange === null) return { kind: "empty" };
  const shop: Shop = {
    timeZone,
    formats: formatsOf(currency, timeZone),
    data: toInstants(dataRange),
  };

  const variables = variablesOf(view, {
    timeZone,
    now: Temporal.Instant.from(now),
    firstOrder: shop.data.from,
  });
  const margins = asker.visitor?.seesMargins ?? false;
  const result = await asker.query("overview", { ...variables, margins });
  if (!succeeded<OverviewAnswer>(result)) return failure(result, view, asker);
  const { period } = variables;
  return { kind: "overview", view, shop, period, overview: result.data, source: sourceOf(result) };
}

/** @returns the HTTP status that says what the screen says */
export function statusOf(screen: Screen): number {
  return screen.kind === "notice" ? screen.status : 200;
}

/** @returns headers that keep figures out of shared caches, and bring callers back when they may be had again */
export function headersOf(screen: Screen): Record<string, string> {
  const retryAfter = statusOf(screen) === 503 ? { "retry-after": "5" } : {};
  return { "cache-control": "private, no-cache", ...retryAfter };
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
      return refusal(error.message);
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
        text: texts.brokenText(requestId),
        retry: true,
      };
  }
}

function unavailable(view: View, title: string, text: string): NoticeScreen {
  return { kind: "notice", status: 503, view, title, text, retry: true };
}

const lanes = ["CACHE", "VIEW", "AGGREGATE", "DIRECT"];

function sourceOf({ extensions }: QueryResult): Source | undefined {
  const answers = Object.values(extensions?.answers ?? {});
  const [asOf] = answers.map((answer) => Temporal.Instant.from(answer.asOf)).sort(Temporal.Instant.compare);
  const slowest = Math.max(...answers.map((answer) => lanes.indexOf(answer.lane)));
  const lane = lanes[slowest];
  return asOf === undefined || lane === undefined ? undefined : { asOf, lane };
}
