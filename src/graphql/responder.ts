/** Answers requests, for HTTP and for pages alike: with what is kept, where it may be told, and by executing them otherwise. */
import type { Scope } from "../base/scope.ts";
import type { Found, FoundKept } from "../cache/tiers.ts";
import type { Afford, Caller, Execute, GraphqlRequest, GraphqlResult } from "./execute.ts";
import type { Lookup } from "./personal.ts";
import { type ResponseCache, staleResult } from "./response_cache.ts";

/** Who sends a request. */
export interface Visitor<C extends Caller> {
  readonly requestId: string;
  readonly scope: Scope;
  /** Asked before anything is executed for this visitor. */
  readonly afford?: Afford | undefined;
  /** @returns what resolvers find in their context, made anew for each execution; `signal` stops what it asks */
  caller(signal: AbortSignal): C;
  /** Notes that they are told personal data; undefined where nobody is known. */
  readonly noteLookup?: ((lookup: Lookup) => Promise<void>) | undefined;
}

/** A response that is kept, by the key that finds it again. */
export interface KeptResponse {
  readonly key: string;
  readonly found: FoundKept;
}

/** What is not kept is told as it is. */
export type Reply = ({ readonly kept: KeptResponse } | { readonly result: GraphqlResult }) & {
  /** Whether it has been noted that it is told, as it must be each time. */
  readonly isNoted?: true;
};

export interface Responder<C extends Caller> {
  /** Where it is given, nothing that was computed before `since` is told; milliseconds of the wall clock. */
  answer(
    request: GraphqlRequest,
    visitor: Visitor<C>,
    wanted: { readonly signal: AbortSignal; readonly since?: number | undefined },
  ): Promise<Reply>;
  /** @returns undefined where nothing is kept that may be told; nothing is executed */
  kept(request: GraphqlRequest, visitor: Visitor<C>, since?: number): Promise<Reply | undefined>;
}

/** @param responses without it, each request is executed */
export function createResponder<C extends Caller>(
  execute: Execute<C>,
  responses: ResponseCache<C> | undefined,
): Responder<C> {
  const executed = async (
    request: GraphqlRequest,
    visitor: Visitor<C>,
    signal: AbortSignal,
  ): Promise<Reply> => ({
    result: await execute(request, { ...visitor.caller(signal), afford: visitor.afford }),
  });
  if (!responses) {
    return {
      answer: (request, visitor, { signal }) => executed(request, visitor, signal),
      kept: () => Promise.resolve(undefined),
    };
  }
  const read = (request: GraphqlRequest, { scope }: Visitor<C>) =>
    responses.read({ ...request, scope: scope.key });
  return {
    async answer(request, visitor, { signal, since }) {
      if (request.explain) return await executed(request, visitor, signal);
      const asked = read(request, visitor);
      const { key } = asked;
      const ready = since === undefined && key !== undefined ? responses.peek(key) : undefined;
      if (ready) return replyOf(key, ready);
      for (let tries = 1;; tries++) {
        const payer = payerFor(visitor);
        const finding = responses.find(asked, payer.caller, { signal, since });
        const reply = replyOf(key, await finding.finally(payer.end));
        if (tries === mostTries || !payer.isOthers(reply)) return reply;
      }
    },
    async kept(request, visitor, since = -Infinity) {
      const key = request.explain ? undefined : read(request, visitor).key;
      const found = key === undefined ? undefined : await responses.held(key);
      return found?.entry && found.entry.computedAt >= since ? replyOf(key, found) : undefined;
    },
  };
}

const mostTries = 3;

/** Work is begun for one and told to all who wait for it: whoever it is begun for pays, and nobody is refused for his sake. */
function payerFor<C extends Caller>({ afford, caller }: Visitor<C>) {
  let isAsking = true;
  let hasPaid = false;
  const own: Afford = async (cost) => {
    // What is renewed ahead, nobody asked for.
    if (!isAsking) return undefined;
    hasPaid = true;
    return await afford?.(cost);
  };
  return {
    caller: (signal: AbortSignal): C => ({ ...caller(signal), afford: own }),
    /** Whether the reply refuses somebody else. */
    isOthers: (reply: Reply) =>
      !hasPaid && "result" in reply && reply.result.errors?.[0]?.extensions?.["code"] === "RATE_LIMITED",
    end: () => void (isAsking = false),
  };
}

function replyOf(key: string | undefined, found: Found): Reply {
  const { entry, freshness, body } = found;
  if (entry === undefined || key === undefined) return { result: resultOf(body) };
  if (freshness === "stale") return { result: staleResult(resultOf(body)) };
  return { kept: { key, found: { ...found, entry } } };
}

/** @returns what a reply says, as pages read it */
export function readReply(reply: Reply): GraphqlResult {
  return "result" in reply ? reply.result : resultOf(reply.kept.found.body);
}

function resultOf(body: Uint8Array): GraphqlResult {
  return JSON.parse(decoder.decode(body));
}

const decoder = new TextDecoder();
