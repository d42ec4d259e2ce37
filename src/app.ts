/** The request path: every stage in its place, one a line. */
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { type Analytics, forRequest } from "./analytics/analytics.ts";
import type { Log } from "./base/log.ts";
import type { Principal } from "./base/principal.ts";
import type { PageState } from "./dashboard/state.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { Execute } from "./graphql/execute.ts";
import type { GraphqlHandler } from "./graphql/handler.ts";
import { createLoaders } from "./graphql/loaders.ts";
import { operation, operationManifest } from "./graphql/operations.ts";
import { schemaText } from "./graphql/schema.ts";
import type { Authenticate } from "./http/authenticate.ts";
import { live, ready } from "./http/health.ts";
import { refusalOf } from "./http/refusal.ts";

export interface AppOptions {
  readonly analytics: Analytics;
  readonly execute: Execute<LanewayCaller>;
  readonly graphql: GraphqlHandler<LanewayCaller>;
  /** Whether browsers find GraphiQL at /graphql: pages link to it. */
  readonly graphiql: boolean;
  /** Answers the paths of scripts and static files, and no other. */
  readonly assets: (request: Request) => Promise<Response | null>;
  /** Answers every path that nothing else does, with a page. */
  readonly pages: (request: Request, state: PageState & Record<string, unknown>) => Promise<Response>;
  readonly authenticate: Authenticate;
  readonly log: Log;
  /** Aborts when the process is to end: it is no longer ready then. */
  readonly stopped: AbortSignal;
}

type Environment = { Variables: { requestId: string; principal: Principal } };

export function createApp(options: AppOptions): (request: Request) => Response | Promise<Response> {
  const { analytics, execute, graphql, graphiql, assets, pages, authenticate, stopped, log } = options;
  const caller = ({ var: { requestId, principal: { scope } }, req }: Context<Environment>): LanewayCaller => {
    const own = forRequest(analytics, req.raw.signal);
    return { requestId, scope, analytics: own, loaders: createLoaders(own) };
  };
  const manifest = operationManifest();
  const app = new Hono<Environment>();

  app.get("/health/live", live);
  app.get("/health/ready", () => ready(analytics.coverage, stopped));

  app.use(requestId());
  app.use(async (c, next) => {
    await next();
    // Answers made elsewhere take the place of the one that the id was set on.
    c.res.headers.set("x-request-id", c.var.requestId);
  });
  // A promise to speak TLS only is for whoever ends TLS to make.
  app.use(secureHeaders({ strictTransportSecurity: false }));

  const known = createMiddleware<Environment>(async (c, next) => {
    const principal = authenticate(c.req.raw);
    c.set("principal", principal instanceof Promise ? await principal : principal);
    await next();
  });

  app.use("/graphql/*", known);
  app.get("/graphql/schema.graphql", () => text(schemaText));
  app.get("/graphql/documents.json", (c) => c.json(manifest));
  app.all("/graphql", (c) => graphql(c.req.raw, caller(c)));
  app.all("/graphql/graphiql/*", (c) => graphql(c.req.raw, caller(c)));

  // Scripts and styles are everyone's: the page that asks who one is needs them too.
  app.use(async (c, next) => await assets(c.req.raw) ?? await next());
  app.all("*", known, (c) =>
    pages(c.req.raw, {
      requestId: c.var.requestId,
      graphiql,
      query: (name, variables) => execute({ query: operation(name), variables }, caller(c)),
    }));

  app.onError((error, c) => {
    const refusal = refusalOf(error, c.var.requestId);
    if (refusal) return refusal;
    log.error("request failed", { requestId: c.var.requestId, path: c.req.path, error });
    return Response.json({ error: "Internal error", requestId: c.var.requestId }, { status: 500 });
  });
  return app.fetch;
}

function text(body: string): Response {
  return new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
