/** Which lane questions take: the cheapest one that answers them exactly. Pure, so that a table can test it. */
import type { Lane } from "./answer.ts";
import { type Filter, filterPart, isOneProduct } from "./filter.ts";
import type { Calendar } from "./period.ts";
import type { Question } from "./question.ts";

/** What the aggregates and the views hold. */
export interface Coverage {
  /** Undefined until they are complete for the first time, and while they are built anew. */
  readonly asOf: Temporal.Instant | undefined;
  /** The zone that they are cut in. */
  readonly timeZone: string | undefined;
  /** The views that were ever refreshed. */
  readonly views: readonly ViewCoverage[];
}

export interface ViewCoverage {
  /** Such as `mv_product_performance`. */
  readonly name: string;
  readonly asOf: Temporal.Instant;
  readonly timeZone: string;
}

/**
 * Which aggregates: of hours; of customers' activity by day and month; of reps' and segments', and of products', days and
 * months; of customers' days; of cohorts.
 */
export type Table = "hours" | "activity" | "reps" | "products" | "customers" | "cohorts";

export interface LaneChoice {
  readonly lane: Exclude<Lane, "CACHE">;
  /** Undefined but for AGGREGATE. */
  readonly table: Table | undefined;
}

/** @returns the first that can answer the question: a view, aggregates, the orders themselves */
export function laneOf(
  question: Question,
  filter: Filter,
  coverage: Coverage,
  calendar: Calendar,
): LaneChoice {
  const view = viewFor(question, filter);
  const isFresh = coverage.views.some(({ name, timeZone }) =>
    name === view && timeZone === calendar.timeZone
  );
  if (isFresh) return { lane: "VIEW", table: undefined };
  const table = isBuilt(coverage, calendar) ? tableFor(question, filter) : undefined;
  return { lane: table ? "AGGREGATE" : "DIRECT", table };
}

/** One lane, as far as a question could take it. */
export interface ConsideredLane {
  readonly lane: LaneChoice["lane"];
  readonly isUsable: boolean;
  readonly why: string;
}

/** @returns all lanes in the order they are tried, with the reasons of {@link laneOf}, which takes the first that is usable */
export function considerLanes(
  question: Question,
  filter: Filter,
  coverage: Coverage,
  calendar: Calendar,
): readonly ConsideredLane[] {
  return [
    { lane: "VIEW", ...considerView(viewFor(question, filter), coverage, calendar) },
    { lane: "AGGREGATE", ...considerTable(tableFor(question, filter), coverage, calendar) },
    { lane: "DIRECT", isUsable: true, why: "the orders answer every question" },
  ];
}

type Consideration = Omit<ConsideredLane, "lane">;

function considerView(name: string | undefined, { views }: Coverage, { timeZone }: Calendar): Consideration {
  if (name === undefined) return { isUsable: false, why: "no view holds this question with these filters" };
  const view = views.find((view) => view.name === name);
  if (!view) return { isUsable: false, why: `${name} was never refreshed` };
  return view.timeZone === timeZone
    ? { isUsable: true, why: `${name} holds it, as of ${view.asOf}` }
    : { isUsable: false, why: `${name} holds the days of ${view.timeZone}` };
}

function considerTable(table: Table | undefined, coverage: Coverage, calendar: Calendar): Consideration {
  if (table === undefined) {
    return { isUsable: false, why: "no aggregate holds this question with these filters" };
  }
  if (isBuilt(coverage, calendar)) {
    return { isUsable: true, why: `those of ${table} hold it, as of ${coverage.asOf}` };
  }
  return {
    isUsable: false,
    why: coverage.asOf === undefined
      ? "the aggregates are not built, or are built anew"
      : `the aggregates hold the days of ${coverage.timeZone}`,
  };
}

/** @returns whether the aggregates are built, and for the shop: cut in another zone, they answer another question */
export function isBuilt(coverage: Coverage, calendar: Calendar): boolean {
  return coverage.asOf !== undefined && coverage.timeZone === calendar.timeZone;
}

/** Views hold all time, and know of no reps or segments at the time of a sale. */
function viewFor(question: Question, filter: Filter): string | undefined {
  if (question.kind === "lifetime") return "mv_customer_segments";
  const isAllTime = question.kind === "products" && question.allTime;
  return isAllTime && !["parties", "both"].includes(filterPart(filter))
    ? "mv_product_performance"
    : undefined;
}

/** No aggregate knows both who bought and what was bought: then, and wherever one is missing here, only orders answer. */
function tableFor(question: Question, filter: Filter): Table | undefined {
  const part = filterPart(filter);
  switch (question.kind) {
    case "sums":
      if (part === "none") return question.commission ? "reps" : "hours";
      if (part === "parties") return "reps";
      if (part === "both" || question.commission) return undefined;
      // The orders of several products do not add up: one order may hold them all.
      return question.orders && !isOneProduct(filter) ? undefined : "products";
    case "trend":
      return trendTable(question, filter);
    case "products":
      return part === "none" || part === "products" ? "products" : undefined;
    case "parties":
      return part === "none" || part === "parties" ? "reps" : undefined;
    case "customers":
    case "retention":
      return part === "none" ? "activity" : undefined;
    case "lifetime":
      return "customers";
    case "cohorts":
      return "cohorts";
  }
}

function trendTable(
  { metric, unit }: Extract<Question, { readonly kind: "trend" }>,
  filter: Filter,
): Table | undefined {
  const part = filterPart(filter);
  if (unit === "hour") return part === "none" ? "hours" : undefined;
  // Unique customers of hours do not add up to those of a day.
  if (metric === "CUSTOMERS") return part === "none" ? "activity" : undefined;
  if (part === "none") return "hours";
  if (part === "parties") return "reps";
  const ofOrders = metric === "ORDERS" || metric === "AOV";
  return part === "products" && (!ofOrders || isOneProduct(filter)) ? "products" : undefined;
}
