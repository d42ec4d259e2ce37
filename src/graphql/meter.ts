/**
 * What is counted of GraphQL. Operations go by the names in our own documents; all other documents are one, since whoever sends
 * them chooses their names.
 */
import {
  createHistogram,
  createTally,
  type Family,
  type Histogram,
  type Labels,
  note,
} from "../base/meter.ts";
import { inSpan } from "../base/tracing.ts";
import type { Caller, GraphqlResult } from "./execute.ts";
import type { Reply, Responder } from "./responder.ts";
import { cacheOf } from "./server_timing.ts";

const statuses = ["ok", "partial", "refused", "failed"] as const;
/**
 * partial: fields of it failed. refused: what was asked cannot be answered, or not for this caller. failed: we could not.
 */
export type GraphqlStatus = (typeof statuses)[number];

/** Found in memory: counted where a clock would take longer than all else, so nobody knows how long they took. */
export interface ReadyCounts {
  get: number;
  unchanged: number;
  post: number;
}

/** Of one operation. */
export interface OperationMeter {
  readonly ready: ReadyCounts;
  readonly answered: Record<GraphqlStatus, number>;
  readonly durations: Histogram;
}

export interface GraphqlMeter {
  /** @returns the one meter of all that are not ours, where `documentId` is not ours */
  of(documentId: string | undefined): OperationMeter;
  /** Counts where a whole response was found. */
  readonly replies: (reply: Reply) => void;
  /** @returns how many ready answers there were of all operations together */
  ready(): ReadyCounts;
  readonly families: readonly Family[];
}

const otherName = "other";

/** @param namesById of our own operations, by their documents' ids */
export function createGraphqlMeter(namesById: ReadonlyMap<string, string>): GraphqlMeter {
  const other = newOperation();
  const meters = new Map(Array.from(namesById, ([id, name]) => [id, { name, meter: newOperation() }]));
  const all = [...meters.values(), { name: otherName, meter: other }];
  const lookups = createTally(["result"]);
  const ready = () =>
    all.reduce(({ get, unchanged, post }, { meter: { ready } }) => ({
      get: get + ready.get,
      unchanged: unchanged + ready.unchanged,
      post: post + ready.post,
    }), { get: 0, unchanged: 0, post: 0 });
  return {
    of: (id) => (id === undefined ? undefined : meters.get(id)?.meter) ?? other,
    replies(reply) {
      // What was refused looked for nothing.
      if ("kept" in reply || reply.result.data !== undefined) lookups.add([cacheOf(reply)]);
    },
    ready,
    families: [
      {
        name: "graphql_requests_total",
        help: "GraphQL requests over HTTP, by operation (our own documents' names) and outcome",
        kind: "counter",
        read: () =>
          all.flatMap(({ name: operation, meter }) =>
            statuses.map((status) => ({
              labels: { operation, status },
              value: meter.answered[status] + (status === "ok" ? sumOf(meter.ready) : 0),
            }))
          ),
      },
      {
        name: "graphql_request_duration_seconds",
        help: "How long they took. What memory held ready is not timed, and counts as the shortest",
        kind: "histogram",
        read: () => all.map(({ name, meter }) => timed({ operation: name }, meter)),
      },
      {
        name: "laneway_response_lookups_total",
        help: "Whole responses, by where they were found: memory, shared, stale, or a miss",
        kind: "counter",
        read: () => {
          const found = new Map(lookups.read().map(({ labels, value }) => [labels["result"], value]));
          return ["memory", "shared", "stale", "miss"].map((result) => ({
            labels: { result },
            value: (found.get(result) ?? 0) + (result === "memory" ? sumOf(ready()) : 0),
          }));
        },
      },
    ],
  };
}

function newOperation(): OperationMeter {
  return {
    ready: { get: 0, unchanged: 0, post: 0 },
    answered: { ok: 0, partial: 0, refused: 0, failed: 0 },
    durations: createHistogram(),
  };
}

function sumOf({ get, unchanged, post }: ReadyCounts): number {
  return get + unchanged + post;
}

function timed(labels: Labels, { ready, durations }: OperationMeter) {
  const [shortest = 0, ...longer] = durations.counts;
  return { labels, histogram: { ...durations, counts: [shortest + sumOf(ready), ...longer] } };
}

/** Counts a request that was not ready. @param seconds that it took */
export function noteRequest(
  { answered, durations }: OperationMeter,
  status: GraphqlStatus,
  seconds: number,
): void {
  answered[status]++;
  note(durations, seconds);
}

const ourFaults: readonly unknown[] = ["INTERNAL_SERVER_ERROR", "UNAVAILABLE", "TIMEOUT", "OVERLOADED"];

export function graphqlStatusOf({ data, errors }: GraphqlResult): GraphqlStatus {
  if (!errors) return "ok";
  const isOurs = errors.some(({ extensions }) => ourFaults.includes(extensions?.["code"]));
  if (!isOurs) return data ? "partial" : "refused";
  return data && Object.values(data).some((value) => value !== null) ? "partial" : "failed";
}

/** @returns the same responder; `onReply` hears of each reply */
export function tellingReplies<C extends Caller>(
  { answer, kept }: Responder<C>,
  onReply: (reply: Reply) => void,
): Responder<C> {
  return {
    answer: (request, visitor, wanted) =>
      inSpan("cache", async (add) => {
        const reply = await answer(request, visitor, wanted);
        add({ "laneway.found": cacheOf(reply) });
        onReply(reply);
        return reply;
      }),
    async kept(request, visitor, since) {
      const reply = await kept(request, visitor, since);
      if (reply) onReply(reply);
      return reply;
    },
  };
}
