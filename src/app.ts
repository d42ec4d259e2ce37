/** The request path: every stage in its place, one a line. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { csrf } from "hono/csrf";
import { createMiddleware } from "hono/factory";
import { HTTPException } from "hono/http-exception";
import { ForbiddenError, UnauthenticatedError, UserInputError } from "./base/errors.ts";
import type { Log } from "./base/log.ts";
import { type Principal, userRoles } from "./base/scope.ts";
import { addToSpan, nameRequestSpan } from "./base/tracing.ts";
import { within } from "./base/within.ts";
import type { PageState } from "./dashboard/state.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { Afford } from "./graphql/execute.ts";
import type { GraphqlHandler } from "./graphql/handler.ts";
import { operationManifest } from "./graphql/operations.ts";
import type { Visitor } from "./graphql/responder.ts";
import { schemaText } from "./graphql/schema.ts";
import type { Connected } from "./http/address.ts";
import type { Authenticate } from "./http/authenticate.ts";
import { embedVisits, keepSnippet, sitesOf } from "./http/embed_pages.ts";
import { answerPreflight, siteOf } from "./http/embeds.ts";
import { live } from "./http/health.ts";
import type { IngestHandler } from "./http/ingest.ts";
import { type Live, sinceIn } from "./http/live.ts";
import type { HttpMeter } from "./http/meter.ts";
import type { Admitted, RateLimit } from "./http/rate_limit.ts";
import { refusalOf, wantsPage } from "./http/refusal.ts";
import { requestIdOf } from "./http/request_id.ts";
import { embedPolicy, nonceOf, pagePolicy, securityHeaders } from "./http/security_headers.ts";
import { type Environment, originOf, pageState, visitorFor, type VisitorOptions } from "./visitors.ts";

export interface AppOptions extends VisitorOptions {
  readonly graphql: GraphqlHandler<LanewayCaller>;
  /** Answers the paths of scripts and static files, and no other. */
  readonly assets: (request: Request) => Promise<Response | null>;
  /** Answers every path that nothing else does, with a page. */
  readonly pages: (
    request: Request,
    state: PageState & Record<string, unknown>,
    nonce: string,
  ) => Promise<Response>;
  readonly authenticate: Authenticate;
  readonly ingest: IngestHandler;
  readonly health: Health;
  /** Whether Deno makes a span of each request. */
  readonly isTraced: boolean;
  readonly meter: HttpMeter;
  /** @returns the name of a path's route */
  readonly routeOf: (path: string) => string;
  /** Tells open pages what changes. */
  readonly changes: Live;
}

/** What monitors are answered. */
export interface Health {
  readonly ready: () => Promise<Response>;
  readonly freshness: () => Promise<Response>;
}

const longestBody = 20_000;
const bodyDeadlineMs = 10_000;

/** @returns what answers requests; their second argument tells from where they come */
export function createApp(
  options: AppOptions,
): (request: Request, from?: Connected) => Response | Promise<Response> {
  const { graphql, assets, pages, rateLimit, mintEmbed, ingest, changes, health, log } = options;
  const visitor = (c: Context<Environment>, afford?: Afford) => visitorFor(options, c, afford);
  const manifest = operationManifest();
  const app = new Hono<Environment>();

  app.use(counting(options));
  app.use(securityHeaders());
  app.get("/health/live", live);
  app.get("/health/ready", health.ready);
  app.get("/health/freshness", health.freshness);

  app.use(async (c, next) => {
    c.set("requestId", requestIdOf(c.req.raw));
    addToSpan({ "laneway.request_id": c.var.requestId });
    await next();
    // Answers made elsewhere take the place of the one that the id was set on.
    c.res.headers.set("x-request-id", c.var.requestId);
  });
  app.use(refuseOddHosts);

  const known = identify(options);
  const admitted = new WeakMap<Request, Admitted>();
  const counted = count(rateLimit, admitted);

  app.options(
    "/graphql",
    (c, next) => c.req.header("access-control-request-method") ? answerPreflight() : next(),
  );
  app.use("/graphql/*", known, counted);
  app.all("/graphql", (c) => graphql.answer(c.req.raw, visitor(c)));
  // An embed asks its documents, and nothing else.
  app.use("/graphql/*", refuseEmbeds);
  app.get("/graphql/schema.graphql", () => text(schemaText));
  app.get("/graphql/documents.json", (c) => c.json(manifest));
  if (options.graphiql) app.get("/graphql/graphiql/*", (c) => graphql.answer(c.req.raw, visitor(c)));

  app.post("/embed-tokens", known, counted, async (c) => {
    return c.json(await mintEmbed(await jsonOf(c.req.raw), c.var.principal, originOf(options, c)), 201, {
      "cache-control": "no-store",
    });
  });

  app.all("/ingest/*", known, counted, (c) => ingest(c.req.raw, c.var));

  // Scripts and styles are everyone's: the page that asks who one is needs them too.
  app.use("/embed.js", keepSnippet);
  app.use(async (c, next) => await assets(c.req.raw) ?? await next());
  const page = (c: Context<Environment>, visitor: Visitor<LanewayCaller> | undefined) =>
    pages(c.req.raw, pageState(options, c, visitor), nonceOf(c.var));
  // A page counts where it asks for what is not kept: its visitor affords that.
  const shown = (c: Context<Environment>) =>
    page(c, visitor(c, rateLimit.affordPage(c.req.raw, c.env, c.var.principal)));
  app.all("/embed/*", embedVisits(options), embedPolicy(sitesOf), (c) => {
    return c.var.embed.kind === "allowed" ? shown(c) : page(c, undefined);
  });
  app.use(pagePolicy());
  app.use(csrf({ origin: isOurs }));
  app.all("/sign-in", counted, (c) => page(c, undefined));
  app.use(known, forUsers);
  app.get("/live", (c) => changes.follow(c.req.raw, c.var.principal, sinceIn(new URL(c.req.url))));
  app.all("*", (c, next) => isQuery(c.req.raw) ? next() : counted(c, next), shown);

  app.onError((error, c) => answerError(error, c, log));
  const answer = withReadyAnswers(options, admitted, (request, from) => app.fetch(request, from));
  return options.isTraced ? traced(options, answer) : answer;
}

function counting({ meter, routeOf }: AppOptions): MiddlewareHandler<Environment> {
  return createMiddleware<Environment>(async (c, next) => {
    const started = performance.now();
    await next();
    meter.note(c.req.method, routeOf(c.req.path), c.res.status, (performance.now() - started) / 1000);
  });
}

type Answer = ReturnType<typeof createApp>;

function traced({ routeOf }: AppOptions, answer: Answer): Answer {
  return (request, from) => {
    nameRequestSpan(request, routeOf);
    return answer(request, from);
  };
}

/** Stands in front of the router, whose stages would take longer than all the rest. */
function withReadyAnswers(
  { graphql, authenticate, rateLimit, meter }: AppOptions,
  admitted: WeakMap<Request, Admitted>,
  answer: (request: Request, from?: Connected) => Response | Promise<Response>,
): ReturnType<typeof createApp> {
  return (request, from) => {
    if (!isGraphql(request)) return answer(request, from);
    const principal = authenticate.known(request);
    // An embed's scope says nothing of the site whose page asks: the long way looks at it.
    if (!principal || principal.scope.embed && request.headers.has("origin")) return answer(request, from);
    const told = rateLimit.admit(request, from, principal);
    // Whoever has to wait for other processes' counts does so on the long way.
    if (!told) return answer(request, from);
    if (told instanceof Response) {
      meter.note(request.method, "/graphql", told.status);
      return told;
    }
    const otherwise = () => {
      admitted.set(request, told);
      return answer(request, from);
    };
    const found = graphql.ready(request, principal.scope, told);
    if (found instanceof Promise) return found.then((response) => response ?? otherwise());
    return found ?? otherwise();
  };
}

/** URL would take as long as all the rest. */
function isGraphql({ url }: Request): boolean {
  return url.startsWith("/graphql", url.indexOf("/", "https://".length));
}

/** Finds out who calls, and lets nobody else in. */
function identify({ authenticate, rateLimit }: AppOptions): MiddlewareHandler<Environment> {
  return createMiddleware<Environment>(async (c, next) => {
    const request = c.req.raw;
    let principal: Principal;
    try {
      principal = await authenticate.caller(request, rateLimit.guessOf(request, c.env));
    } catch (error) {
      if (error instanceof HTTPException) throw error;
      // Whoever tries out tokens is counted too.
      const told = await rateLimit.ask(request, c.env, undefined);
      if (told instanceof Response) return told;
      throw error;
    }
    c.set("principal", principal);
    const site = siteOf(principal, request);
    await next();
    if (site === undefined) return undefined;
    c.res.headers.set("access-control-allow-origin", site);
    c.res.headers.set("access-control-expose-headers", "ratelimit, ratelimit-policy, retry-after");
    c.res.headers.append("vary", "origin");
    return undefined;
  });
}

/** Lets nobody in too often. @param admitted what was counted already */
function count(rateLimit: RateLimit, admitted: WeakMap<Request, Admitted>): MiddlewareHandler<Environment> {
  return createMiddleware<Environment>(async (c, next) => {
    const request = c.req.raw;
    const told = admitted.get(request) ?? await rateLimit.ask(request, c.env, c.var.principal);
    if (told instanceof Response) return told;
    await next();
    for (const [name, value] of told) c.res.headers.set(name, value);
    return undefined;
  });
}

function isQuery({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
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

/** The Host header is the caller's to choose, and whoever reads the address later expects one. */
const refuseOddHosts = createMiddleware(async (c, next) => {
  if (!URL.canParse(c.req.url)) {
    throw new UserInputError(`Cannot read the address: its host is none (got ${c.req.header("host")})`);
  }
  await next();
});

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
      return await within(bodyDeadlineMs, request.json(), () => new Error("late"));
    } catch {
      // Falls through to the one message.
    }
  }
  throw new UserInputError(
    `Cannot read the body: it must be application/json, of at most ${longestBody} bytes, and come within ${
      bodyDeadlineMs / 1000
    } s`,
  );
}

/** A proxy that ends TLS makes https of what reaches us as http: the host is what tells our own pages. */
function isOurs(origin: string, c: Context): boolean {
  return URL.parse(origin)?.host === c.req.header("host");
}

function text(body: string): Response {
  return new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
