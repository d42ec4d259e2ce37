/** Who asks, as resolvers, the cache and pages know them. */
import { type Analytics, forRequest } from "../analytics/analytics.ts";
import type { Scope } from "../base/scope.ts";
import type { LanewayCaller } from "../graphql/context.ts";
import type { Afford, GraphqlResult } from "../graphql/execute.ts";
import { createLoaders } from "../graphql/loaders.ts";
import { operation } from "../graphql/operations.ts";
import { readReply, type Responder, type Visitor } from "../graphql/responder.ts";

/** @param afford asked before anything is executed for the visitor */
export function visitorOf(
  analytics: Analytics,
  requestId: string,
  scope: Scope,
  afford?: Afford,
): Visitor<LanewayCaller> {
  return {
    requestId,
    scope,
    afford,
    caller(signal) {
      const own = forRequest(analytics, signal);
      return { requestId, scope, signal, analytics: own, loaders: createLoaders(own) };
    },
  };
}

/** Answers one of the documents in `graphql/operations/`, in this process. */
export type PageQuery = (
  name: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<GraphqlResult>;

/** @param signal aborts when the page is no longer wanted */
export function pageQuery(
  responder: Responder<LanewayCaller>,
  visitor: Visitor<LanewayCaller>,
  signal: AbortSignal,
): PageQuery {
  return async (name, variables) => {
    return readReply(await responder.answer({ query: operation(name), variables }, visitor, { signal }));
  };
}
