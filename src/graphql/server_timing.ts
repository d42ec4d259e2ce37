/** The Server-Timing header: what the cache did, the slowest lane that an answer took, and how long it all took. */
import { slowestLane } from "../analytics/answer.ts";
import type { GraphqlResult } from "./execute.ts";
import { readReply, type Reply } from "./responder.ts";

/** Of what memory holds fresh: it takes no time that is worth telling. */
export const readyTiming = "cache;desc=memory, lane;desc=CACHE";

/** @param ms what it took */
export function serverTiming(reply: Reply, ms: number): string {
  const lane = laneOf(reply);
  return [
    `cache;desc=${cacheOf(reply)}`,
    ...(lane === undefined ? [] : [`lane;desc=${lane}`]),
    `total;dur=${ms.toFixed(1)}`,
  ].join(", ");
}

/** @returns where the whole response was found */
export function cacheOf(reply: Reply): "memory" | "shared" | "stale" | "miss" {
  if ("result" in reply) return reply.result.extensions?.stale ? "stale" : "miss";
  const { from } = reply.kept.found;
  return from === "database" ? "miss" : from;
}

function laneOf(reply: Reply): string | undefined {
  if ("kept" in reply && reply.kept.found.from !== "database") return "CACHE";
  const { extensions }: GraphqlResult = readReply(reply);
  return slowestLane(Object.values(extensions?.answers ?? {}).map(({ lane }) => lane));
}
