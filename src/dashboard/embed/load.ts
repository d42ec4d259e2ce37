/** From the address of a chart on another site to everything it shows. */
import type { EmbedLimits } from "../../base/scope.ts";
import { createClock } from "../../base/clock.ts";
import { type Formats, formatsOf, type InstantRange } from "../formats.ts";
import { leastOf, type Source, sourcesOf } from "../source.ts";
import type { PageState, QueryResult, ShopSettings } from "../state.ts";
import { overviewTexts } from "../overview/texts.ts";
import { texts } from "../texts.ts";
import { type EmbedAnswer, type EmbedChart, embedOperations } from "./charts.ts";
import { coveredBy, readVariables, type Variables, withUsual } from "./question.ts";
import { embedTexts } from "./texts.ts";

export interface EmbedLoaded {
  readonly kind: "loaded";
  readonly shown: EmbedAnswer;
  readonly title: string;
  /** What a trend shows. */
  readonly metric: EmbedMetric;
  readonly range: InstantRange;
  readonly period: unknown;
  /** What the sales are those of, in a few words; undefined where it is all of them. */
  readonly filter: string | undefined;
  readonly settings: ShopSettings;
  readonly formats: Formats;
  readonly source: Source | undefined;
  /** How old the figures were when the page was made. */
  readonly ageSeconds: number;
}

export interface EmbedNotice {
  readonly kind: "notice";
  readonly status: 400 | 401 | 403 | 404 | 429 | 500 | 503;
  readonly text: string;
  /** When asking again may help. */
  readonly retryAfterSeconds?: number;
}

export type EmbedScreen = EmbedLoaded | EmbedNotice;

const clock = createClock();
const metrics = { REVENUE: "revenue", ORDERS: "orders", CUSTOMERS: "customers", AOV: "aov" } as const;
type EmbedMetric = (typeof metrics)[keyof typeof metrics];

export async function loadEmbed(state: PageState, url: URL, chart: EmbedChart): Promise<EmbedScreen> {
  const { embed } = state;
  if (embed?.kind !== "allowed") return refusedVisit(embed?.why ?? "invalid");
  const asked = readVariables(url.searchParams.get("variables"));
  if (asked === undefined) return { kind: "notice", status: 400, text: embedTexts.unreadable };
  const { variables: locked } = embed.limits;
  const variables = withUsual(chart, asked, locked);
  const operation = embedOperations[chart];
  // What is wrong with them, the document's own check tells.
  const result = await state.query(operation, variables as never);
  if (result.errors || !result.data) return failure(result, state.requestId);
  const settings = state.shopSettings();
  const all: Variables = { ...variables, ...locked };
  const metric = metrics[all["metric"] as keyof typeof metrics] ?? "revenue";
  const source = leastOf(Object.values(sourcesOf(result)));
  return {
    kind: "loaded",
    // The document and the schema are our own, so an answer without errors has the type that belongs to the document.
    shown: { chart, answer: result.data } as unknown as EmbedAnswer,
    title: chart === "trend" ? texts.metrics[metric] : titles[chart],
    metric,
    range: coveredBy(all, settings),
    period: all["period"],
    filter: filterText(embed.limits, all),
    settings,
    formats: formatsOf(settings.currency, settings.timeZone),
    source,
    ageSeconds: source ? source.asOf.until(clock.wall()).total("seconds") : 0,
  };
}

const titles = {
  "overview": embedTexts.overview,
  "top-products": overviewTexts.topProducts,
  "categories": overviewTexts.categories,
  "segments": overviewTexts.segments,
} as const;

/** @returns regions and segments by name; others, which have ids, in a word */
function filterText({ filter: locked }: EmbedLimits, { filter }: Variables): string | undefined {
  const all: Variables = { ...(filter ?? {}), ...locked };
  const names = Object.entries(all).flatMap(([field, values]) => {
    if (!Array.isArray(values)) return [];
    const without = field === "regions" ? texts.without.region : texts.without.segment;
    if (field !== "regions" && field !== "segments") return [embedTexts.filtered];
    return [values.map((value) => value === null ? without : String(value)).join(", ")];
  });
  return names.length === 0 ? undefined : [...new Set(names)].join(" · ");
}

const refusedStatuses = { ended: 401, invalid: 401, forbidden: 403, unavailable: 503 } as const;

function refusedVisit(why: keyof typeof refusedStatuses): EmbedNotice {
  return { kind: "notice", status: refusedStatuses[why], text: embedTexts.refused[why] };
}

function failure({ errors = [] }: QueryResult, requestId: string): EmbedNotice {
  const [error] = errors;
  const { code, retryAfterSeconds } = error?.extensions ?? {};
  const later = {
    kind: "notice",
    retryAfterSeconds: typeof retryAfterSeconds === "number" ? retryAfterSeconds : 5,
  } as const;
  switch (code) {
    case "FORBIDDEN":
      return { kind: "notice", status: 403, text: embedTexts.otherQuestion };
    case "BAD_USER_INPUT":
    case "GRAPHQL_VALIDATION_FAILED":
    case "COST_LIMIT_EXCEEDED":
    case "QUERY_TOO_BROAD":
      return { kind: "notice", status: 400, text: error?.message ?? embedTexts.otherQuestion };
    case "RATE_LIMITED":
      return { ...later, status: 429, text: texts.tooManyText };
    case "OVERLOADED":
    case "UNAVAILABLE":
    case "TIMEOUT":
      return { ...later, status: 503, text: embedTexts.refused.unavailable };
    default:
      return { kind: "notice", status: 500, text: embedTexts.broken(requestId) };
  }
}
