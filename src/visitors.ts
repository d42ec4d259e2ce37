/** Who sends a request, and what pages have at hand for them. */
import type { Context } from "hono";
import type { Origin } from "./access/sign_in.ts";
import type { Analytics } from "./analytics/analytics.ts";
import { UnauthenticatedError } from "./base/errors.ts";
import type { Log } from "./base/log.ts";
import type { Principal } from "./base/scope.ts";
import type { PageState } from "./dashboard/state.ts";
import { shownAs } from "./dashboard/visitor.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { Afford } from "./graphql/execute.ts";
import type { Responder, Visitor } from "./graphql/responder.ts";
import type { AddressOf, Connected } from "./http/address.ts";
import type { Notes } from "./http/notes.ts";
import type { Visits } from "./http/open_access.ts";
import type { RateLimit } from "./http/rate_limit.ts";
import type { NonceVariables } from "./http/security_headers.ts";
import { pageQuery, visitorOf } from "./http/visitor.ts";

/** What the stages of the request path tell each other. */
export type Environment = {
  Bindings: Connected;
  Variables: { requestId: string; principal: Principal } & NonceVariables;
};

export interface VisitorOptions {
  readonly analytics: Analytics;
  readonly responder: Responder<LanewayCaller>;
  /** Whether browsers find GraphiQL at /graphql: pages link to it. */
  readonly graphiql: boolean;
  readonly rateLimit: RateLimit;
  readonly addressOf: AddressOf;
  readonly visits: Visits;
  readonly notes: Notes | undefined;
  readonly log: Log;
}

/**
 * @param afford asked before anything is executed for them; as their role affords, unless given
 * @returns who sends a request, as what answers it knows them
 */
export function visitorFor(
  { analytics, rateLimit, addressOf, notes }: VisitorOptions,
  c: Context<Environment>,
  afford?: Afford,
): Visitor<LanewayCaller> {
  const { requestId, principal } = c.var;
  return visitorOf(analytics, {
    requestId,
    scope: principal.scope,
    afford: afford ?? rateLimit.affordFor(principal),
    noteLookup: notes && ((lookup) => notes.lookup(principal, originOf({ addressOf }, c), lookup)),
  });
}

/** @returns where a request comes from, for the audit log */
export function originOf({ addressOf }: Pick<VisitorOptions, "addressOf">, c: Context<Environment>): Origin {
  return { address: addressOf(c.req.raw, c.env), requestId: c.var.requestId };
}

/**
 * @param visitor undefined for one who has not signed in
 * @returns what a page has at hand
 */
export function pageState(
  { analytics, responder, graphiql, visits, notes, addressOf, log }: VisitorOptions,
  c: Context<Environment>,
  visitor: Visitor<LanewayCaller> | undefined,
): PageState & Record<string, unknown> {
  const { requestId, principal } = c.var;
  const origin = originOf({ addressOf }, c);
  return {
    requestId,
    graphiql,
    async noteExport(table) {
      try {
        await notes?.export(principal, origin, table);
        return true;
      } catch (error) {
        log.warn("export not noted", { requestId, error });
        return false;
      }
    },
    visitor: visitor && shownAs(principal),
    query: visitor
      ? pageQuery(responder, visitor, c.req.raw.signal, analytics.cache?.source)
      : () => Promise.reject(new UnauthenticatedError("Cannot ask before signing in")),
    async signIn(credentials) {
      try {
        return await visits.signIn(credentials, origin);
      } catch (error) {
        log.warn("sign-in failed", { requestId, error });
        return { kind: "unavailable" };
      }
    },
    signOut: ({ everywhere }) => visits.signOut(c.req.raw, everywhere, origin),
  };
}
