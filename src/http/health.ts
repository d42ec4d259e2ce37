/** What an operator's probe asks: does the process live, and can it answer? */
import type { Coverage } from "../analytics/lane.ts";
import { messageOf } from "../base/errors.ts";
import type { Log } from "../base/log.ts";
import type { ReadFreshness } from "../db/freshness.ts";

/** @returns 200 while the process runs: restarting it would help nothing else */
export function live(): Response {
  return Response.json({ status: "live" }, { headers: noStore });
}

export interface ReadyOptions {
  readonly coverage: () => Promise<Coverage>;
  readonly stopped: AbortSignal;
  readonly log: Log;
}

/**
 * @returns what answers 200 when questions can be answered, and 503 when not. Everyone may ask it, so why the database does not
 * answer (its name, its address, its user) stands in the log alone, once for each reason.
 */
export function createReady({ coverage, stopped, log }: ReadyOptions): () => Promise<Response> {
  let known: string | undefined;
  return async () => {
    if (stopped.aborted) return notReady("the process is stopping");
    try {
      const { asOf } = await coverage();
      if (known !== undefined) log.info("ready again");
      known = undefined;
      return Response.json({ status: "ready", aggregatesAsOf: asOf?.toString() ?? null }, {
        headers: noStore,
      });
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== known) log.warn("not ready", { reason });
      known = reason;
      return notReady("the database does not answer");
    }
  };
}

/**
 * @param maxBehind seconds
 * @returns what answers 200 while a server's aggregates are fresh, and 503 while none's are: for a monitor, with the ages of
 * each
 */
export function createFreshnessAnswer(read: ReadFreshness, maxBehind: number): () => Promise<Response> {
  return async () => {
    const servers = await read();
    const isFresh = servers.some(({ state }) => state === "fresh");
    const sources = servers.map(({ server, state, ages }) => ({
      server,
      state,
      ...(ages && {
        heartbeatAgeSeconds: ages.heartbeat,
        behindSeconds: ages.behind,
        lagSeconds: ages.lag,
        changesWaiting: ages.waiting,
        changesSetAside: ages.setAside,
      }),
    }));
    const body = { status: isFresh ? "fresh" : "not fresh", maxBehindSeconds: maxBehind, sources };
    return Response.json(body, { status: isFresh ? 200 : 503, headers: noStore });
  };
}

const noStore = { "cache-control": "no-store" };

function notReady(reason: string): Response {
  return Response.json({ status: "not ready", reason }, { status: 503, headers: noStore });
}
