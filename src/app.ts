/** The request path: every stage in its place, one a line. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { csrf } from "hono/csrf";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import type { Analytics } from "./analytics/analytics.ts";
import { ForbiddenError, UnauthenticatedError, UserInputError } from "./base/errors.ts";
import type { Log } from "./base/log.ts";
import { type Principal, userRoles } from "./base/scope.ts";
import type { PageState } from "./dashboard/state.ts";
import { shownAs } from "./dashboard/visitor.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { GraphqlHandler } from "./graphql/handler.ts";
import { operationManifest } from "./graphql/operations.ts";
import type { Responder, Visitor } from "./graphql/responder.ts";
import { schemaText } from "./graphql/schema.ts";
import { addressOf } from "./http/address.ts";
import type { Authenticate } from "./http/authenticate.ts";
import { answerPreflight, type MintEmbed, siteOf } from "./http/embeds.ts";
import { live, ready } from "./http/health.ts";
import { type Live, sinceIn } from "./http/live.ts";
import type { Visits } from "./http/open_access.ts";
import { refusalOf, wantsPage } from "./http/refusal.ts";
import { requestIdOf } from "./http/request_id.ts";
import { pageQuery, visitorOf } from "./http/visitor.ts";

export interface AppOptions {
  readonly analytics: Analytics;
  readonly responder: Responder<LanewayCaller>;
  readonly graphql: GraphqlHandler<LanewayCaller>;
  /** Whether browsers find GraphiQL at /graphql: pages link to it. */
  readonly graphiql: boolean;
  /** Answers the paths of scripts and static files, and no other. */
  readonly assets: (request: Request) => Promise<Response | null>;
  /** Answers every path that nothing else does, with a page. */
  readonly pages: (request: Request, state: PageState & Record<string, unknown>) => Promise<Response>;
  readonly authenticate: Authenticate;
  readonly visits: Visits;
  readonly mintEmbed: MintEmbed;
  /** Tells open pages what changes. */
  readonly changes: Live;
  readonly log: Log;
  /** Aborts when the process is to end: it is no longer ready then. */
  readonly stopped: AbortSignal;
}

const longestBody = 20_000;

type Environment = { Variables: { requestId: string; principal: Principal } };

/** @returns what answers requests; their second argument tells from where they come */
export function createApp(
  options: AppOptions,
): (request: Request, info?: Deno.ServeHandlerInfo) => Response | Promise<Response> {
  const { analytics, graphql, assets, pages, authenticate, mintEmbed, changes, stopped, log } = options;
  const visitor = ({ var: { requestId, principal } }: Context<Environment>): Visitor<LanewayCaller> =>
    visitorOf(analytics, requestId, principal.scope);
  const manifest = operationManifest();
  const app = new Hono<Environment>();

  app.get("/health/live", live);
  app.get("/health/ready", () => ready(analytics.coverage, stopped));

  app.use(async (c, next) => {
    c.set("requestId", requestIdOf(c.req.raw));
    await next();
    // Answers made elsewhere take the place of the one that the id was set on.
    c.res.headers.set("x-request-id", c.var.requestId);
  });
  // A promise to speak TLS only is for whoever ends TLS to make.
  app.use(secureHeaders({ strictTransportSecurity: false }));

  const known = identify(authenticate);

  app.options(
    "/graphql",
    (c, next) => c.req.header("access-control-request-method") ? answerPreflight() : next(),
  );
  app.use("/graphql/*", known);
  app.all("/graphql", (c) => graphql.answer(c.req.raw, visitor(c)));
  // An embed asks its documents, and nothing else.
  app.use("/graphql/*", refuseEmbeds);
  app.get("/graphql/schema.graphql", () => text(schemaText));
  app.get("/graphql/documents.json", (c) => c.json(manifest));
  app.all("/graphql/graphiql/*", (c) => graphql.answer(c.req.raw, visitor(c)));

  app.post("/embed-tokens", known, async (c) => {
    const origin = { address: addressOf(c), requestId: c.var.requestId };
    return c.json(await mintEmbed(await jsonOf(c.req.raw), c.var.principal, origin), 201, {
      "cache-control": "no-store",
    });
  });

  // Scripts and styles are everyone's: the page that asks who one is needs them too.
  app.use(async (c, next) => await assets(c.req.raw) ?? await next());
  app.use(csrf({ origin: isOurs }));
  app.all("/sign-in", (c) => pages(c.req.raw, pageState(options, c, undefined)));
  app.use(known, forUsers);
  app.get("/live", (c) => changes.follow(c.req.raw, c.var.principal, sinceIn(new URL(c.req.url))));
  app.all("*", (c) => pages(c.req.raw, pageState(options, c, visitor(c))));

  app.onError((error, c) => answerError(error, c, log));
  return withReadyAnswers(options, (request, info) => app.fetch(request, info));
}

/** Stands in front of the router, whose stages would take longer than all the rest. */
function withReadyAnswers(
  { graphql, authenticate }: AppOptions,
  answer: (request: Request, info?: Deno.ServeHandlerInfo) => Response | Promise<Response>,
): ReturnType<typeof createApp> {
  return (request, info) => {
    if (!isGraphql(request)) return answer(request, info);
    const principal = authenticate.known(request);
    // An embed's scope says nothing of the site whose page asks: the long way looks at it.
    if (!principal || principal.scope.embed && request.headers.has("origin")) return answer(request, info);
    const found = graphql.ready(request, principal.scope);
    if (found instanceof Promise) return found.then((response) => response ?? answer(request, info));
    return found ?? answer(request, info);
  };
}

/** URL would take as long as all the rest. */
function isGraphql({ url }: Request): boolean {
  return url.startsWith("/graphql", url.indexOf("/", "https://".length));
}

/** Finds out who calls, and lets nobody else in. */
function identify(authenticate: Authenticate): MiddlewareHandler<Environment> {
  return createMiddleware<Environment>(async (c, next) => {
    const found = authenticate.caller(c.req.raw);
    const principal = found instanceof Promise ? await found : found;
    c.set("principal", principal);
    const site = siteOf(principal, c.req.raw);
    await next();
    if (site === undefined) return;
    c.res.headers.set("access-control-allow-origin", site);
    c.res.headers.append("vary", "origin");
  });
}

function answerError(error: Error, c: Context<Environment>, log: Log): Response {
  const { requestId } = c.var;
  if (error instanceof UnauthenticatedError && wantsPage(c.req.raw) && !c.req.header("authorization")) {
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
  }
  const refusal = error instanceof HTTPException ? error.getResponse() : refusalOf(error, requestId);
  if (refusal) return refusal;
  log.error("request failed", { requestId, path: c.req.path, error });
  return Response.json({ error: "Internal error", requestId }, { status: 500 });
}

const forUsers = createMiddleware<Environment>(async (c, next) => {
  const { role } = c.var.principal.scope;
  if (!userRoles.some((user) => user === role)) {
    throw new ForbiddenError(`Cannot show pages to the role ${role}`);
  }
  await next();
});

const refuseEmbeds = createMiddleware<Environment>(async (c, next) => {
  if (c.var.principal.scope.role === "embed") throw new ForbiddenError("Cannot answer an embed's token here");
  await next();
});

// JSON alone: another site's page may send anything else in a visitor's name, without asking first.
async function jsonOf(request: Request): Promise<unknown> {
  const [type] = (request.headers.get("content-type") ?? "").split(";");
  const length = Number(request.headers.get("content-length") ?? NaN);
  if (type?.trim().toLowerCase() === "application/json" && length <= longestBody) {
    try {
      return await request.json();
    } catch {
      // Falls through to the one message.
    }
  }
  throw new UserInputError(
    `Cannot read the body: it must be application/json, of at most ${longestBody} bytes`,
  );
}

/** A proxy that ends TLS makes https of what reaches us as http: the host is what tells our own pages. */
function isOurs(origin: string, c: Context): boolean {
  return URL.parse(origin)?.host === c.req.header("host");
}

/** @param visitor undefined for one who has not signed in */
function pageState(
  { analytics, responder, graphiql, visits, log }: AppOptions,
  c: Context<Environment>,
  visitor: Visitor<LanewayCaller> | undefined,
): PageState & Record<string, unknown> {
  const { requestId, principal } = c.var;
  const origin = { address: addressOf(c), requestId };
  return {
    requestId,
    graphiql,
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

function text(body: string): Response {
  return new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
