/** Who asks, as resolvers, the cache and pages know them. */
import { type Analytics, forRequest } from "../analytics/analytics.ts";
import type { LanewayCaller } from "../graphql/context.ts";
import type { GraphqlResult } from "../graphql/execute.ts";
import { createLoaders } from "../graphql/loaders.ts";
import { operation } from "../graphql/operations.ts";
import { readReply, type Responder, type Visitor } from "../graphql/responder.ts";

/** Who asks, and what is asked or noted for them. */
export type Asking = Pick<Visitor<LanewayCaller>, "requestId" | "scope" | "afford" | "noteLookup">;

/** `noteLookup` is called once at most: a request tells of one person, however often it asks. */
export function visitorOf(analytics: Analytics, asking: Asking): Visitor<LanewayCaller> {
  const { requestId, scope, noteLookup } = asking;
  let noted: Promise<void> | undefined;
  return {
    ...asking,
    noteLookup: noteLookup && ((lookup) => noted ??= noteLookup(lookup)),
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
