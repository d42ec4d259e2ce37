/** Who asks, as resolvers, the cache and pages know them. */
import { type Analytics, forRequest } from "../analytics/analytics.ts";
import type { OnRan } from "../analytics/observed.ts";
import type { LanewayCaller } from "../graphql/context.ts";
import type { Basis } from "../base/tidings.ts";
import { basisOf } from "../cache/basis.ts";
import type { Source } from "../cache/source.ts";
import { plainError } from "../graphql/errors.ts";
import type { GraphqlResult } from "../graphql/execute.ts";
import { faultIn } from "../graphql/json_limits.ts";
import { createLoaders } from "../graphql/loaders.ts";
import { operation } from "../graphql/operations.ts";
import { readReply, type Responder, type Visitor } from "../graphql/responder.ts";

/** Who asks, and what is asked or noted for them. */
export type Asking = Pick<Visitor<LanewayCaller>, "requestId" | "scope" | "afford" | "noteLookup">;

/** `noteLookup` is called once at most: a request tells of one person, however often it asks. */
export function visitorOf(
  analytics: Analytics,
  asking: Asking,
  onRan?: OnRan,
): Visitor<LanewayCaller> {
  const { requestId, scope, noteLookup } = asking;
  let noted: Promise<void> | undefined;
  return {
    ...asking,
    noteLookup: noteLookup && ((lookup) => noted ??= noteLookup(lookup)),
    caller(signal) {
      const own = forRequest({ ...analytics, onRan }, signal);
      return { requestId, scope, signal, analytics: own, loaders: createLoaders(own) };
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
    // Those of a chart on another site are as its address has them.
    const fault = faultIn(variables);
    if (fault) return { errors: [plainError(`Cannot use the variables: ${fault}`, "BAD_USER_INPUT")] };
    const reply = await responder.answer({ query: operation(name), variables }, visitor, { signal });
    const basis = "kept" in reply ? basisOf(reply.kept.found.entry, source?.lately().at(-1)) : undefined;
    return { ...readReply(reply), basis };
  };
}
