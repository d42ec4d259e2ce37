/** What every page shows, as its URL says it: everything is in the URL, so that it can be shared and gone back to. */
import { type Filter, filterFields, filterVariables, readFilter, type SalesFilter } from "./filter.ts";
import {
  type ChosenRange,
  defaultPeriod,
  type RangeVariables,
  rangeVariables,
  readRange,
  type ShopCalendar,
} from "./range.ts";
import { texts } from "./texts.ts";

/** What a range is compared with, in the order of the menu. */
export const comparisons = ["previous", "year", "none"] as const;
export type Comparison = (typeof comparisons)[number];

/** What all pages share, and links between them keep. */
export interface View {
  readonly range: ChosenRange;
  readonly comparison: Comparison;
  readonly filter: Filter;
}

/** A view, or what is wrong with the URL, said to a person. */
export type ViewOrProblem = { readonly view: View } | { readonly problem: string };

/** What every question of a page is asked with. */
export interface ViewVariables extends RangeVariables, Readonly<Record<string, unknown>> {
  readonly compareTo: "PREVIOUS_PERIOD" | "PREVIOUS_YEAR" | "NONE";
  readonly filter: SalesFilter | null;
}

/** What one page's URL says beside the view; undefined and what is the default are left out. */
export type Extras = Readonly<Record<string, string | undefined>>;

export const defaultView: View = {
  range: { period: defaultPeriod },
  comparison: "previous",
  filter: { region: [], rep: [], segment: [], category: [] },
};

const graphqlComparisons = { previous: "PREVIOUS_PERIOD", year: "PREVIOUS_YEAR", none: "NONE" } as const;

/** @returns the view that a URL's parameters ask for; those it does not know are not its business */
export function readView(parameters: URLSearchParams): ViewOrProblem {
  const range = readRange(parameters);
  if ("problem" in range) return range;
  const asked = parameters.get("compare") ?? defaultView.comparison;
  const comparison = comparisons.find((known) => known === asked);
  if (comparison === undefined) return { problem: texts.unknownComparison(asked) };
  return { view: { range, comparison, filter: readFilter(parameters) } };
}

/** @returns a view as parameters of a URL: defaults are left out, so that each view has one address */
export function parametersOf({ range, comparison, filter }: View, extras: Extras = {}): URLSearchParams {
  const parameters = new URLSearchParams();
  if (range.period !== defaultPeriod) parameters.set("period", range.period);
  if (range.period === "custom") {
    parameters.set("from", range.from.toString());
    parameters.set("to", range.to.toString());
  }
  if (comparison !== defaultView.comparison) parameters.set("compare", comparison);
  for (const field of filterFields) {
    for (const value of filter[field]) parameters.append(field, value);
  }
  for (const [name, value] of Object.entries(extras)) {
    if (value !== undefined && value !== "") parameters.set(name, value);
  }
  return parameters;
}

/** @returns the address of a view on one of the pages */
export function hrefOf(path: string, view: View, extras: Extras = {}): string {
  const parameters = parametersOf(view, extras);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** @returns what to ask GraphQL for a view; all time compares with nothing, as nothing was before it */
export function variablesOf({ range, comparison, filter }: View, shop: ShopCalendar): ViewVariables {
  return {
    ...rangeVariables(range, shop),
    compareTo: range.period === "all" ? "NONE" : graphqlComparisons[comparison],
    filter: filterVariables(filter),
  };
}
