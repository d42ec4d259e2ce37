/** Who asks, as resolvers, the cache and pages know them. */
import { type Analytics, forRequest } from "../analytics/analytics.ts";
import type { Scope } from "../base/scope.ts";
import type { LanewayCaller } from "../graphql/context.ts";
import { type Basis, basisOf } from "../cache/basis.ts";
import type { Source } from "../cache/source.ts";
import type { GraphqlResult } from "../graphql/execute.ts";
import { createLoaders } from "../graphql/loaders.ts";
import { operation } from "../graphql/operations.ts";
import { readReply, type Responder, type Visitor } from "../graphql/responder.ts";

export function visitorOf(analytics: Analytics, requestId: string, scope: Scope): Visitor<LanewayCaller> {
  return {
    requestId,
    scope,
    caller(signal) {
      const own = forRequest(analytics, signal);
      return { requestId, scope, analytics: own, loaders: createLoaders(own) };
    },
  };
}

/** Answers one of the documents in `graphql/operations/`, in this process. */
export type PageQuery = (
  name: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<PageResult>;

export interface PageResult extends GraphqlResult {
  /** What outdates it; undefined where nobody could tell. */
  readonly basis?: Basis | undefined;
}

/**
 * @param signal aborts when the page is no longer wanted
 * @param source what is known of the database that answers
 */
export function pageQuery(
  responder: Responder<LanewayCaller>,
  visitor: Visitor<LanewayCaller>,
  signal: AbortSignal,
  source?: Source,
): PageQuery {
  return async (name, variables) => {
    const reply = await responder.answer({ query: operation(name), variables }, visitor, { signal });
    const basis = "kept" in reply ? basisOf(reply.kept.found.entry, source?.lately().at(-1)) : undefined;
    return { ...readReply(reply), basis };
  };
}
