/** How figures came about: which lane answered, and up to when every change is in them. */
import type { QueryResult } from "./state.ts";

export interface Source {
  readonly lane: string;
  readonly asOf: Temporal.Instant;
}

/** By the answer's root fields. */
export type Sources = Readonly<Record<string, Source>>;

/** Fastest first, as GraphQL's `Lane`. */
const lanes = ["CACHE", "VIEW", "AGGREGATE", "DIRECT"];

export function sourcesOf({ extensions }: QueryResult): Sources {
  return Object.fromEntries(
    Object.entries(extensions?.answers ?? {}).map(([field, { lane, asOf }]) =>
      [field, { lane, asOf: Temporal.Instant.from(asOf) }] as const
    ),
  );
}

/** @returns the slowest lane and the oldest moment of several answers; undefined of none */
export function leastOf(sources: readonly Source[]): Source | undefined {
  const [asOf] = sources.map((source) => source.asOf).sort(Temporal.Instant.compare);
  const lane = lanes[Math.max(...sources.map((source) => lanes.indexOf(source.lane)))];
  return asOf === undefined || lane === undefined ? undefined : { asOf, lane };
}

/** How fresh figures are, at a glance. */
export type Freshness = "live" | "delayed" | "stale";

/** Drains come within seconds, views every quarter of an hour; what is older than that, something holds up. */
const liveSeconds = 60;
const delayedSeconds = 20 * 60;

export function freshnessOf(ageSeconds: number): Freshness {
  if (ageSeconds < liveSeconds) return "live";
  return ageSeconds < delayedSeconds ? "delayed" : "stale";
}
