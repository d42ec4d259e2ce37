/** Who sends a request, and what pages have at hand for them. */
import type { Context } from "hono";
import type { Origin } from "./access/sign_in.ts";
import type { Analytics } from "./analytics/analytics.ts";
import type { OnRan } from "./analytics/observed.ts";
import { shopSettings } from "./analytics/shop.ts";
import { ForbiddenError, UnauthenticatedError } from "./base/errors.ts";
import type { Log } from "./base/log.ts";
import type { EmbedVisit, Principal } from "./base/scope.ts";
import type { PageState } from "./dashboard/state.ts";
import { shownAs } from "./dashboard/visitor.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import { documentId } from "./graphql/document_id.ts";
import type { Afford } from "./graphql/execute.ts";
import { operation } from "./graphql/operations.ts";
import type { Responder, Visitor } from "./graphql/responder.ts";
import type { AddressOf, Connected } from "./http/address.ts";
import type { MintEmbed } from "./http/embeds.ts";
import type { Notes } from "./http/notes.ts";
import type { Visits } from "./http/open_access.ts";
import type { RateLimit } from "./http/rate_limit.ts";
import type { NonceVariables } from "./http/security_headers.ts";
import { pageQuery, visitorOf } from "./http/visitor.ts";

/** What the stages of the request path tell each other. */
export type Environment = {
  Bindings: Connected;
  Variables: { requestId: string; principal: Principal; embed: EmbedVisit } & NonceVariables;
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
  /** @returns what hears of a request's statements */
  readonly onRan: (requestId: string) => OnRan;
  readonly mintEmbed: MintEmbed;
  /** Whether there is a secret to sign embeds' tokens with. */
  readonly canSign: boolean;
  readonly log: Log;
}

/**
 * @param afford asked before anything is executed for them; as their role affords, unless given
 * @returns who sends a request, as what answers it knows them
 */
export function visitorFor(
  { analytics, rateLimit, addressOf, notes, onRan }: VisitorOptions,
  c: Context<Environment>,
  afford?: Afford,
): Visitor<LanewayCaller> {
  const { requestId, principal } = c.var;
  return visitorOf(analytics, {
    requestId,
    scope: principal.scope,
    afford: afford ?? rateLimit.affordFor(principal),
    noteLookup: notes && ((lookup) => notes.lookup(principal, originOf({ addressOf }, c), lookup)),
  }, onRan(requestId));
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
  options: VisitorOptions,
  c: Context<Environment>,
  visitor: Visitor<LanewayCaller> | undefined,
): PageState & Record<string, unknown> {
  const { analytics, responder, graphiql, visits, notes, canSign, log } = options;
  const { requestId, principal, embed } = c.var;
  const origin = originOf(options, c);
  return {
    requestId,
    embed,
    shopSettings: () => shopSettings(analytics),
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
    visitor: visitor && !embed ? shownAs(principal, canSign) : undefined,
    query: visitor
      ? pageQuery(responder, visitor, c.req.raw.signal, analytics.cache?.source)
      : () => Promise.reject(new UnauthenticatedError("Cannot ask before signing in")),
    async mintEmbed({ operation: name, ...wanted }) {
      try {
        const body = { ...wanted, documents: [documentId(operation(name))] };
        const { token, expiresAt } = await options.mintEmbed(body, principal, origin);
        return { kind: "minted", token, expiresAt: Temporal.Instant.from(expiresAt) };
      } catch (error) {
        if (error instanceof ForbiddenError) return { kind: "forbidden" };
        log.warn("embed token not minted", { requestId, error });
        return { kind: "unavailable" };
      }
    },
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
