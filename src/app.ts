/** The request path: every stage in its place, one a line. */
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Analytics } from "./analytics/analytics.ts";
import type { Log } from "./base/log.ts";
import { everything } from "./base/scope.ts";
import type { PageState } from "./dashboard/state.ts";
import type { LanewayCaller } from "./graphql/context.ts";
import type { GraphqlHandler } from "./graphql/handler.ts";
import { operationManifest } from "./graphql/operations.ts";
import type { Responder } from "./graphql/responder.ts";
import { schemaText } from "./graphql/schema.ts";
import { live, ready } from "./http/health.ts";
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
  readonly log: Log;
  /** Aborts when the process is to end: it is no longer ready then. */
  readonly stopped: AbortSignal;
}

export function createApp(options: AppOptions): (request: Request) => Response | Promise<Response> {
  const { analytics, responder, graphql, graphiql, assets, pages, stopped, log } = options;
  const visitor = (requestId: string) => visitorOf(analytics, requestId, everything);
  const manifest = operationManifest();
  const app = new Hono<{ Variables: { requestId: string } }>();

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

  app.get("/graphql/schema.graphql", () => text(schemaText));
  app.get("/graphql/documents.json", (c) => c.json(manifest));
  app.all("/graphql", (c) => graphql.answer(c.req.raw, visitor(c.var.requestId)));
  app.all("/graphql/graphiql/*", (c) => graphql.answer(c.req.raw, visitor(c.var.requestId)));

  app.all("*", async (c) => {
    const asset = await assets(c.req.raw);
    if (asset) return asset;
    const id = c.var.requestId;
    return await pages(c.req.raw, {
      requestId: id,
      graphiql,
      query: pageQuery(responder, visitor(id), c.req.raw.signal),
    });
  });

  app.onError((error, c) => {
    log.error("request failed", { requestId: c.var.requestId, path: c.req.path, error });
    return Response.json({ error: "Internal error", requestId: c.var.requestId }, { status: 500 });
  });
  const answer = (request: Request) => app.fetch(request);
  return (request) => {
    // In front of the router, whose stages would take longer than all the rest.
    const found = graphql.ready(request, everything);
    if (found instanceof Promise) return found.then((response) => response ?? answer(request));
    return found ?? answer(request);
  };
}

function text(body: string): Response {
  return new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
