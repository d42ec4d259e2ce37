/** What is counted of HTTP, by method, route and status. */
import { createTally, createTimings, type Family } from "../base/meter.ts";
import type { ReadyCounts } from "../graphql/meter.ts";

export interface HttpMeter {
  /** @param seconds until the answer's headers were ready; undefined where nobody looked at a clock */
  note(method: string, route: string, status: number, seconds?: number): void;
  readonly families: readonly Family[];
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);

/** @param ready GraphQL requests that were answered before they came here */
export function createHttpMeter(ready: () => ReadyCounts): HttpMeter {
  const requests = createTally(["method", "route", "status"]);
  const durations = createTimings(["route"]);
  return {
    note(method, route, status, seconds) {
      requests.add([methods.has(method) ? method : "other", route, String(status)]);
      if (seconds !== undefined) durations.note([route], seconds);
    },
    families: [
      {
        name: "http_requests_total",
        help: "HTTP requests, by method, route and status",
        kind: "counter",
        read: () => {
          const { get, unchanged, post } = ready();
          const counts = createTally(["method", "route", "status"]);
          for (const { labels, value } of requests.read()) counts.add(Object.values(labels), value);
          counts.add(["GET", "/graphql", "200"], get);
          counts.add(["GET", "/graphql", "304"], unchanged);
          counts.add(["POST", "/graphql", "200"], post);
          return counts.read();
        },
      },
      {
        name: "http_request_duration_seconds",
        help:
          "How long they took until their headers, but for GraphQL requests whose answers memory held ready",
        kind: "histogram",
        read: durations.read,
      },
    ],
  };
}
