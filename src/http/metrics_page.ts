/** What a process counts of itself, as Prometheus reads it. */
import type { Gauge } from "prom-client";
import type { Family, Labels, Timed } from "../base/meter.ts";

/**
 * @param families read for each answer
 * @returns a function that answers with all of them
 */
export async function createMetricsPage(families: readonly Family[]): Promise<() => Promise<Response>> {
  // Loaded where it is used: a start takes longer with it.
  const { Registry } = await import("prom-client");
  const registry = new Registry();
  for (const family of families) {
    // Of a metric, a registry asks for no more than its name and what `get` gives.
    registry.registerMetric(collected(family) as unknown as Gauge);
  }
  return async () =>
    new Response(await registry.metrics(), {
      headers: { "content-type": registry.contentType, "cache-control": "no-store" },
    });
}

interface Value {
  readonly labels: Labels;
  readonly value: number;
  readonly metricName?: string;
}

/** prom-client's own metrics count by themselves, and sort each value as it comes; ours are counted already. */
function collected(family: Family) {
  const { name, help, kind } = family;
  return {
    name,
    async get() {
      const values: readonly Value[] = family.kind === "histogram"
        ? family.read().flatMap((timed) => linesOf(name, timed))
        : await family.read();
      return { name, help, type: kind, values, aggregator: "sum" };
    },
  };
}

/** Prometheus counts all values up to a bound, those up to the bounds before it too. */
function linesOf(name: string, { labels, histogram: { bounds, counts, sum } }: Timed): readonly Value[] {
  let count = 0;
  const buckets = counts.map((own, index): Value => {
    count += own;
    const le = index < bounds.length ? String(bounds[index]) : "+Inf";
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
