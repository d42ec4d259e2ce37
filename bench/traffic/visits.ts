/** What the visitors of a dashboard ask for: the same few views most of the time, and now and then what nobody asked for. */
import { documentId } from "../../src/graphql/document_id.ts";
import { operation } from "../../src/graphql/operations.ts";
import type { Random } from "../../src/seeder/random.ts";
import { today } from "../growth/shape.ts";

/** Whether a view is that of the first page, one of its links, or a range of somebody's own. */
export type Kind = "first page" | "a link away" | "own range" | "one chart";

export interface Visit {
  readonly kind: Kind;
  /** Path and query string. */
  readonly path: string;
}

const periods = ["TODAY", "WEEK", "MONTH", "QUARTER", "YEAR"];
const metrics = ["REVENUE", "ORDERS", "CUSTOMERS", "AOV"];
const documents = ["overview", "overview_card", "trend", "categories", "segments"];

/** @returns who comes next to an embedded chart, which shows one thing: what they all see is renewed while they are answered */
export function nextToChart(): Visit {
  return { kind: "one chart", path: pathOf("overview_card", { period: "MONTH" }) };
}

/** @returns who comes next: six of ten for the first page, three for what it links to, one for a range of his own */
export function nextVisit(random: Random): Visit {
  const of = (kind: Kind, name: string, variables: Readonly<Record<string, unknown>>): Visit => ({
    kind,
    path: pathOf(name, variables),
  });
  const draw = random.below(10);
  if (draw < 6) return of("first page", "overview", { period: "MONTH", metric: "REVENUE" });
  if (draw < 9) {
    const variables = { period: random.pick(periods), metric: random.pick(metrics) };
    return of("a link away", random.pick(documents), variables);
  }
  const start = today.subtract({ days: 30 + random.below(700) });
  const [startDate, endDate] = [start, start.add({ days: 1 + random.below(30) })].map((day) =>
    `${day}T00:00:00Z`
  );
  return of("own range", "overview", {
    period: "CUSTOM",
    metric: "REVENUE",
    dateRange: { startDate, endDate },
  });
}

export function pathOf(name: string, variables: Readonly<Record<string, unknown>>): string {
  const text = operation(name);
  // Those that it does not declare would make another request of it.
  const declared = Object.fromEntries(
    Object.entries(variables).filter(([variable]) => text.includes(`$${variable}:`)),
  );
  return `/graphql?${new URLSearchParams({
    documentId: documentId(text),
    variables: JSON.stringify(declared),
  })}`;
}
