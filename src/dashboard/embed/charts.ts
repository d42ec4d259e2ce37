/** The charts that other sites may show, by their name in the address: each asks one of the documents in `graphql/operations/`. */
import type { Operations } from "../operation_types.ts";

export const embedOperations = {
  "overview": "overview_card",
  "trend": "trend",
  "top-products": "top_products",
  "categories": "categories",
  "segments": "segments",
} as const satisfies Readonly<Record<string, keyof Operations>>;

export type EmbedChart = keyof typeof embedOperations;

/** @returns undefined where there is none of that name */
export function embedChartNamed(name: unknown): EmbedChart | undefined {
  return (Object.keys(embedOperations) as EmbedChart[]).find((known) => known === name);
}

/** What each chart is answered with. */
export type EmbedAnswer = {
  readonly [Chart in EmbedChart]: {
    readonly chart: Chart;
    readonly answer: Operations[(typeof embedOperations)[Chart]]["data"];
  };
}[EmbedChart];
